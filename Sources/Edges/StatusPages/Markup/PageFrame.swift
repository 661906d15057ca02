import FineTuning
import JobViews
import Text

/// The parts that all pages have: head, navigation, how the daemon is.
enum PageFrame {
    /// A whole page.
    ///
    /// - Parameter tab: the page of the navigation that it belongs to.
    static func page(_ title: String, tab: PageTab?, _ context: PageContext, _ body: Markup) -> String {
        document(
            title: title, head: assets(context.links),
            """
            \(header(tab, context.links))
            <main id="main" tabindex="-1">
            \(body)
            </main>
            <footer id="state" data-live="">\(state(context))</footer>
            <p id="announcer" class="unseen" role="status"></p>
            """)
    }

    /// A page that only says something, for example that there is no store.
    static func notice(_ title: String, _ links: PageLinks, _ body: Markup) -> String {
        document(
            title: title, head: assets(links),
            """
            \(header(nil, links))
            <main id="main" tabindex="-1">
            <section id="notice" data-live="">
            <h1>\(title)</h1>
            \(body)
            </section>
            </main>
            <p id="announcer" class="unseen" role="status"></p>
            """)
    }

    /// The document around a body.
    static func document(title: String, head: Markup, _ body: Markup) -> String {
        let page: Markup = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="robots" content="noindex">
            <title>\(title) · ftd</title>
            \(head)
            </head>
            <body>
            <a class="skip" href="#main">Skip to the content</a>
            \(body)
            </body>
            </html>

            """
        return page.html
    }

    /// A page in one file, which needs nothing beside it.
    ///
    /// - Parameter styleHash: the SHA-256 of ``PageAssets/style``, base64: nothing else may style the page, and nothing
    ///   may run in it or be loaded by it.
    static func file(_ title: String, styleHash: String, _ body: Markup) -> String {
        document(
            title: title,
            head: """
                <meta http-equiv="Content-Security-Policy" \
                content="default-src 'none'; style-src 'sha256-\(styleHash)'; base-uri 'none'; form-action 'none'">
                <style>\(Markup(trusted: PageAssets.style))</style>
                """,
            body)
    }

    private static func assets(_ links: PageLinks) -> Markup {
        """
        <link rel="stylesheet" href="\(links.file("style.css"))">
        <link rel="icon" href="\(links.file("icon.svg"))" type="image/svg+xml">
        <link rel="alternate" type="application/atom+xml" title="Ended jobs" href="\(links.file("feed.atom"))">
        <script src="\(links.file("app.js"))" defer></script>
        """
    }

    /// The navigation.
    static func header(_ tab: PageTab?, _ links: PageLinks) -> Markup {
        """
        <header class="top">
        <a class="brand" href="\(links.page(.jobs))">ftd</a>
        <nav aria-label="Pages"><ul>
        \(PageTab.allCases.markup { one in
            let current: Markup = one == tab ? " aria-current=\"page\"" : ""
            return "<li><a href=\"\(links.page(one))\"\(current)>\(one.title)</a></li>"
        })
        </ul></nav>
        </header>
        """
    }

    /// How old what is shown is, and what keeps the daemon and hooks from their work.
    static func state(_ context: PageContext) -> Markup {
        let health = context.health
        let troubles =
            health.troubles(now: context.now, time: context.time)
            + HookLine.troubles(context.tally.hooks, now: context.now, time: context.time)
        let word: Markup =
            switch health.state {
            case .ok: "<span class=\"badge good\">✔ watching</span>"
            case .degraded: "<span class=\"badge warn\">▲ degraded</span>"
            case .down: "<span class=\"badge bad\">✖ ftd is not running</span>"
            }
        return """
            <p>\(word) <span>\(health.sentence(now: context.now, time: context.time))</span></p>
            \(troubles.isEmpty ? .none : "<ul>\(troubles.markup { "<li>\($0)</li>" })</ul>")
            """
    }
}
