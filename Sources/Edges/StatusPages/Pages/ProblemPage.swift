import FineTuning
import Text

/// Pages that say why there is nothing to show.
package enum ProblemPage {
    /// The store cannot be read: it is missing, being made, locked, newer, or not ours.
    ///
    /// - Parameter reason: a sentence of what is wrong and what to do.
    package static func noStore(_ reason: String, _ links: PageLinks) -> String {
        PageFrame.notice(
            "The jobs cannot be shown", links,
            """
            <p>\(reason).</p>
            <p class="sub">This page looks again by itself.</p>
            """)
    }

    /// There is no such page, or no such job.
    package static func notFound(_ what: String, _ links: PageLinks) -> String {
        PageFrame.notice(
            "Not found", links,
            """
            <p>\(what).</p>
            <p><a href="\(links.jobs())">All jobs</a></p>
            """)
    }
}
