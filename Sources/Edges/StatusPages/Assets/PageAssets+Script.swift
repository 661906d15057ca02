extension PageAssets {
    /// `app.js`: live update, filters without a new page, values under the pointer; without it all of it is links.
    package static let script = #"""
        "use strict";
        (() => {
          const every = 5000;
          const longest = 60000;
          let timer = 0;
          let wait = every;
          let asked = 0;
          const parser = new DOMParser();
          const shown = new Map();
          const announcer = document.getElementById("announcer");
          const say = (text) => { if (announcer) announcer.textContent = text; };

          // What is live is replaced as a whole where it has changed; where the focus was, it is again.
          const show = (page, isTurn) => {
            const focused = document.activeElement && document.activeElement.id;
            const before = states();
            document.title = page.title;
            for (const part of document.querySelectorAll("[data-live]")) {
              const other = page.getElementById(part.id);
              if (other === null) { if (isTurn) part.replaceChildren(); continue; }
              if (other.outerHTML === shown.get(part.id)) continue;
              shown.set(part.id, other.outerHTML);
              part.replaceWith(document.importNode(other, true));
            }
            if (isTurn) {
              for (const part of page.querySelectorAll("main > [data-live]")) {
                if (document.getElementById(part.id) === null) {
                  document.getElementById("main").append(document.importNode(part, true));
                }
              }
              hide(page);
            }
            if (focused && document.activeElement && document.activeElement.id !== focused) {
              const again = document.getElementById(focused);
              if (again) again.focus({ preventScroll: true });
            }
            if (!isTurn) tell(before);
            for (const figure of document.querySelectorAll("figure[data-curve]")) read(figure);
          };

          // The search form keeps its text and gets the filter and the order of the new page.
          const hide = (page) => {
            const form = document.querySelector("form[data-search]");
            const other = page.querySelector("form[data-search]");
            if (form === null || other === null) return;
            for (const input of form.querySelectorAll("input[type=hidden]")) input.remove();
            for (const input of other.querySelectorAll("input[type=hidden]")) form.append(document.importNode(input, true));
            const text = other.querySelector("input[type=search]");
            const own = form.querySelector("input[type=search]");
            if (document.activeElement !== own) own.value = text.value;
          };

          const states = () => {
            const all = new Map();
            for (const row of document.querySelectorAll("tr[data-key]")) all.set(row.dataset.key, row.dataset.status);
            return all;
          };

          const tell = (before) => {
            const news = [];
            for (const row of document.querySelectorAll("tr[data-key]")) {
              const old = before.get(row.dataset.key);
              if (old === row.dataset.status) continue;
              row.classList.add("changed");
              const name = row.querySelector("a") ? row.querySelector("a").textContent : "";
              if (old !== undefined) news.push(name + " is " + row.dataset.status.replaceAll("_", " "));
            }
            if (news.length > 0) say(news.slice(0, 3).join(", "));
          };

          const load = async (address, isTurn) => {
            const number = ++asked;
            const answer = await fetch(address, { headers: { "Accept": "text/html" }, signal: AbortSignal.timeout(10000) });
            const text = await answer.text();
            if (number !== asked) return false;
            if (!(answer.headers.get("Content-Type") || "").startsWith("text/html")) throw new Error("no page");
            const page = parser.parseFromString(text, "text/html");
            const isOther = page.getElementById("notice") !== null || document.getElementById("notice") !== null;
            // From pages to "there is no store" and back the whole of it changes.
            if (isOther && page.getElementById("main").textContent !== document.getElementById("main").textContent) {
              document.getElementById("main").replaceWith(document.importNode(page.getElementById("main"), true));
              document.title = page.title;
            } else {
              show(page, isTurn);
            }
            return true;
          };

          const look = async () => {
            clearTimeout(timer);
            if (document.hidden) return;
            try {
              await load(location.href, false);
              if (document.body.classList.contains("stale")) say("Up to date again");
              document.body.classList.remove("stale");
              wait = every;
            } catch {
              if (!document.body.classList.contains("stale")) say("The connection is lost; what is shown may be old");
              document.body.classList.add("stale");
              wait = Math.min(wait * 2, longest);
            }
            timer = setTimeout(look, wait);
          };

          const turn = async (address, isNew) => {
            clearTimeout(timer);
            try {
              // A later turn may have overtaken this one.
              if (!await load(address, true)) return;
              if (isNew) history.pushState(null, "", address); else history.replaceState(null, "", address);
              timer = setTimeout(look, every);
            } catch {
              location.href = address;
            }
          };

          document.addEventListener("click", (event) => {
            const link = event.target.closest("a[data-turn]");
            if (link === null || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0) return;
            event.preventDefault();
            turn(link.href, true);
          });
          addEventListener("popstate", () => { clearTimeout(timer); load(location.href, true).catch(() => location.reload()); });
          document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });

          const form = document.querySelector("form[data-search]");
          if (form !== null) {
            let typing = 0;
            const search = () => {
              const address = new URL(form.action, location.href);
              for (const [name, value] of new FormData(form)) if (value !== "") address.searchParams.set(name, value);
              turn(address.href, false);
            };
            form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(typing); search(); });
            form.addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(search, 250); });
          }

          // The values of a curve: nearest to the pointer, or step by step with the arrow keys.
          const read = (figure) => {
            const svg = figure.querySelector("svg");
            if (svg === null || svg.dataset.read === "yes") return;
            svg.dataset.read = "yes";
            const points = [...svg.querySelectorAll("circle > title")].map((title) => ({
              x: Number(title.parentElement.getAttribute("cx")), text: title.textContent, circle: title.parentElement,
            }));
            if (points.length === 0) return;
            const places = [...new Set(points.map((point) => point.x))].sort((a, b) => a - b);
            const output = document.createElement("output");
            output.className = "reading";
            output.textContent = "Point at the curve, or focus it and use the arrow keys, to read its values.";
            svg.after(output);
            const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
            line.setAttribute("stroke", "currentColor");
            line.setAttribute("stroke-opacity", "0.5");
            line.setAttribute("y1", "24");
            line.setAttribute("y2", String(svg.viewBox.baseVal.height - 40));
            line.setAttribute("visibility", "hidden");
            svg.append(line);
            svg.setAttribute("tabindex", "0");
            let at = places.length - 1;
            const mark = (index) => {
              at = Math.min(Math.max(index, 0), places.length - 1);
              const x = places[at];
              line.setAttribute("x1", String(x));
              line.setAttribute("x2", String(x));
              line.setAttribute("visibility", "visible");
              const near = points.filter((point) => Math.abs(point.x - x) < 0.6).map((point) => point.text);
              output.textContent = [...new Set(near)].join(" · ");
            };
            svg.addEventListener("pointermove", (event) => {
              const box = svg.getBoundingClientRect();
              const x = (event.clientX - box.left) / box.width * svg.viewBox.baseVal.width;
              let best = 0;
              for (let index = 1; index < places.length; index += 1) {
                if (Math.abs(places[index] - x) < Math.abs(places[best] - x)) best = index;
              }
              mark(best);
            });
            svg.addEventListener("keydown", (event) => {
              const move = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity }[event.key];
              if (move === undefined) return;
              event.preventDefault();
              mark(at + move);
            });
          };

          for (const part of document.querySelectorAll("[data-live]")) shown.set(part.id, part.outerHTML);
          for (const figure of document.querySelectorAll("figure[data-curve]")) read(figure);
          timer = setTimeout(look, every);
        })();

        """#
}
