extension PageAssets {
    /// `style.css`.
    ///
    /// Texts have a contrast of at least 4.5 on their grounds (WCAG 2.2, 1.4.3), in both color schemes.
    package static let style = #"""
        :root {
          color-scheme: light dark;
          --ground: #f7f7f5; --surface: #ffffff; --text: #1b1d20; --sub: #575c63; --line: #dfe1e4; --link: #0b57a4;
          --good: #14602b; --good-ground: #e2f4e6; --bad: #9b1319; --bad-ground: #fde9e8; --warn: #6f4500;
          --warn-ground: #fff0d2; --busy: #0a4f95; --busy-ground: #e2eefb; --dim: #4f545b; --dim-ground: #ececee;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ground: #131416; --surface: #1b1d20; --text: #e7e8ea; --sub: #a6abb3; --line: #33363b; --link: #86bdf5;
            --good: #86dda0; --good-ground: #15331f; --bad: #ffa6a4; --bad-ground: #43191b; --warn: #f3c873;
            --warn-ground: #3b2c0f; --busy: #94c6fb; --busy-ground: #132f4b; --dim: #bcc0c6; --dim-ground: #2d3035;
          }
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; }
        body {
          margin: 0; background: var(--ground); color: var(--text);
          font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
        }
        a { color: var(--link); text-underline-offset: 2px; }
        a:hover { text-decoration-thickness: 2px; }
        :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px; }
        main:focus { outline: none; }
        h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 0.9rem; letter-spacing: -0.01em; overflow-wrap: anywhere; }
        h2 { font-size: 1.1rem; margin: 2rem 0 0.6rem; }
        code, .id, .model { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.88em; }
        .id, .model { overflow-wrap: anywhere; }
        code { background: var(--dim-ground); color: var(--text); padding: 0.1em 0.35em; border-radius: 4px; }
        .unseen {
          position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; overflow: hidden;
          clip-path: inset(50%); white-space: nowrap; border: 0;
        }
        .skip { position: absolute; left: -100vw; }
        .skip:focus { left: 1rem; top: 0.5rem; z-index: 2; background: var(--surface); padding: 0.5rem 1rem; }
        .top {
          display: flex; flex-wrap: wrap; align-items: center; gap: 0.2rem 1.4rem; padding: 0.7rem 1.5rem;
          background: var(--surface); border-bottom: 1px solid var(--line);
        }
        .brand { font-weight: 700; font-size: 1.15rem; color: var(--text); text-decoration: none; letter-spacing: -0.02em; }
        nav ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0.25rem; }
        .top nav a { display: block; padding: 0.3rem 0.7rem; border-radius: 6px; text-decoration: none; color: var(--sub); }
        .top nav a:hover { background: var(--dim-ground); color: var(--text); }
        .top nav a[aria-current] { background: var(--dim-ground); color: var(--text); font-weight: 600; }
        main { max-width: 86rem; margin: 0 auto; padding: 1.5rem; }
        footer { max-width: 86rem; margin: 0 auto; padding: 0.5rem 1.5rem 2rem; color: var(--sub); }
        footer p { margin: 0.2rem 0; }
        footer ul { margin: 0.4rem 0; padding-left: 1.2rem; }
        .search { display: flex; gap: 0.5rem; align-items: center; margin-bottom: 0.8rem; }
        .search label { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
        .search input {
          flex: 1 1 auto; max-width: 28rem; min-width: 0; font: inherit; color: var(--text); background: var(--surface);
          border: 1px solid var(--sub); border-radius: 8px; padding: 0.45rem 0.7rem;
        }
        .search input::placeholder { color: var(--sub); opacity: 1; }
        button {
          font: inherit; color: var(--text); background: var(--surface); border: 1px solid var(--sub);
          border-radius: 8px; padding: 0.45rem 0.9rem; cursor: pointer;
        }
        button:hover { background: var(--dim-ground); }
        .filters, .switch { margin-bottom: 1rem; display: flex; flex-wrap: wrap; gap: 0.5rem 1.2rem; }
        .filters a, .switch a {
          display: inline-block; padding: 0.25rem 0.75rem; border-radius: 999px; text-decoration: none;
          color: var(--sub); border: 1px solid var(--line); background: var(--surface);
        }
        .filters a:hover, .switch a:hover { color: var(--text); border-color: var(--sub); }
        .filters a[aria-current], .switch a[aria-current] {
          background: var(--text); border-color: var(--text); color: var(--ground); font-weight: 600;
        }
        .count { font-variant-numeric: tabular-nums; }
        table {
          border-collapse: separate; border-spacing: 0; width: 100%; background: var(--surface);
          border: 1px solid var(--line); border-radius: 10px; overflow: hidden;
        }
        th, td { text-align: left; padding: 0.5rem 0.75rem; vertical-align: top; font-weight: 400; }
        thead th { color: var(--sub); font-size: 0.87rem; font-weight: 600; white-space: nowrap; border-bottom: 1px solid var(--line); }
        thead th a { color: inherit; text-decoration: none; }
        thead th a:hover { color: var(--text); text-decoration: underline; }
        thead th[aria-sort] a { color: var(--text); }
        tbody tr + tr > *, tfoot tr > * { border-top: 1px solid var(--line); }
        tfoot tr > * { font-weight: 600; }
        tbody tr:hover { background: color-mix(in srgb, var(--dim-ground) 45%, transparent); }
        tbody th a { font-weight: 600; text-decoration: none; overflow-wrap: anywhere; }
        tbody th a:hover { text-decoration: underline; }
        .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .when { white-space: nowrap; font-variant-numeric: tabular-nums; }
        .sub { color: var(--sub); font-size: 0.87em; }
        .jobs .sub { display: block; }
        .jobs .model { font-size: 0.82em; }
        .result { max-width: 30rem; overflow-wrap: anywhere; }
        .error { color: var(--bad); display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; line-clamp: 3; overflow: hidden; }
        .badge { display: inline-block; white-space: nowrap; overflow-wrap: normal; padding: 0.05rem 0.55rem; border-radius: 999px; font-size: 0.9em; background: var(--dim-ground); color: var(--text); }
        .badge.good { background: var(--good-ground); color: var(--good); }
        .badge.bad { background: var(--bad-ground); color: var(--bad); }
        .badge.warn { background: var(--warn-ground); color: var(--warn); }
        .badge.busy { background: var(--busy-ground); color: var(--busy); }
        .badge.dim { background: var(--dim-ground); color: var(--dim); }
        .progress { display: flex; flex-wrap: wrap; align-items: center; gap: 0.15rem 0.6rem; font-variant-numeric: tabular-nums; }
        progress {
          appearance: none; -webkit-appearance: none; width: 6rem; height: 0.5rem; border: 0; border-radius: 99px;
          background: var(--dim-ground); overflow: hidden;
        }
        progress::-webkit-progress-bar { background: var(--dim-ground); }
        progress::-webkit-progress-value { background: var(--link); border-radius: 99px; }
        progress::-moz-progress-bar { background: var(--link); border-radius: 99px; }
        .spark { color: var(--link); flex: none; }
        .pages { margin-top: 1rem; display: flex; gap: 1.2rem; }
        .empty { color: var(--sub); padding: 1.5rem; background: var(--surface); border: 1px dashed var(--line); border-radius: 10px; }
        .notes { color: var(--sub); padding-left: 1.2rem; }
        .trail { margin-bottom: 0.6rem; }
        p.id { color: var(--sub); margin: -0.6rem 0 0.8rem; }
        .facts {
          display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: 0; margin: 1.2rem 0;
          background: var(--surface); border: 1px solid var(--line); border-radius: 10px; overflow: hidden;
        }
        .facts dl { margin: 0; padding: 0.55rem 0.9rem; box-shadow: 0 1px 0 var(--line); }
        .facts dt { color: var(--sub); font-size: 0.85rem; }
        .facts dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
        .facts .sub { display: block; }
        .pair { margin-right: 0.6rem; }
        .diagnosis { margin: 1rem 0; padding: 0.8rem 1rem; border-left: 4px solid var(--bad); background: var(--bad-ground); border-radius: 0 10px 10px 0; overflow-wrap: anywhere; }
        .diagnosis p { margin: 0.2rem 0; }
        .diagnosis strong { color: var(--bad); }
        .diagnosis .sub { color: var(--text); }
        .verdict { color: var(--warn); background: var(--warn-ground); padding: 0.3rem 0.7rem; border-radius: 6px; }
        figure { margin: 0; padding: 1rem; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; position: relative; }
        figure svg { display: block; width: 100%; height: auto; max-height: 30rem; }
        figcaption { color: var(--sub); }
        figcaption p { margin: 0.4rem 0 0; }
        .reading { display: block; min-height: 1.5em; color: var(--text); font-variant-numeric: tabular-nums; }
        .changed > * { animation: changed 2.5s ease-out; }
        @keyframes changed { from { background: var(--warn-ground); } to { background: transparent; } }
        .stale main { opacity: 0.75; }
        @media (max-width: 75rem) { .wider { display: none; } }
        @media (max-width: 58rem) { .wide { display: none; } }
        @media (max-width: 40rem) {
          body { font-size: 16px; }
          main { padding: 1rem 0.75rem; }
          .top { padding: 0.6rem 0.75rem; gap: 0.2rem 0.8rem; }
          .top nav a { padding: 0.3rem 0.5rem; }
          footer { padding: 0.5rem 0.75rem 2rem; }
          th, td { padding: 0.45rem 0.5rem; }
          table { table-layout: auto; }
          td, tbody th { overflow-wrap: anywhere; }
          .badge { white-space: normal; }
          thead th, .number { white-space: normal; }
          .when { white-space: normal; overflow-wrap: normal; }
          figure { overflow-x: auto; }
          figure svg { min-width: 36rem; }
          .jobs .when { display: none; }
          .jobs thead th:nth-child(5) { display: none; }
          progress { width: 3.5rem; }
          figure { padding: 0.4rem; }
          .facts { grid-template-columns: 1fr; }
        }
        @media (prefers-reduced-motion: reduce) { .changed > * { animation: none; } }
        @media print { .top, .search, .filters, .switch, .pages, .skip { display: none; } body { background: #fff; } }

        """#
}
