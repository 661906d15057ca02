import FineTuning
package import JobViews
import Text

/// All pages in one file, which needs nothing beside it.
package enum ReportPage {
    /// What the file holds.
    package struct Content: Sendable {
        package var jobs: JobPageTable
        /// The sheets of those jobs.
        package var sheets: [JobSheet]
        package var models: [ModelLine]
        package var hooks: [HookLine]
        package var deliveries: [DeliveryView]
        package var submissions: [SubmissionLine]

        package init(
            jobs: JobPageTable, sheets: [JobSheet], models: [ModelLine], hooks: [HookLine], deliveries: [DeliveryView],
            submissions: [SubmissionLine]
        ) {
            self.jobs = jobs
            self.sheets = sheets
            self.models = models
            self.hooks = hooks
            self.deliveries = deliveries
            self.submissions = submissions
        }
    }

    /// The file.
    ///
    /// - Parameter styleHash: the SHA-256 of ``PageAssets/style``, base64: nothing else may style the page, and nothing
    ///   may run in it or be loaded by it.
    package static func html(_ content: Content, _ context: PageContext, styleHash: String) -> String {
        PageFrame.file(
            "Fine-tuning jobs", styleHash: styleHash,
            """
            \(PageFrame.header(nil, .inFile))
            <main id="main" tabindex="-1">
            <h1>Fine-tuning jobs</h1>
            <p>\(context.full(context.now)) · \(count(content, context))</p>
            <section id="jobs" aria-label="Jobs">
            \(JobsPage.rows(content.jobs, context))
            </section>
            \(content.sheets.markup { sheet in
                """
                <article id="\(PageLinks.anchor(sheet.line.stored.key))">
                \(JobPage.body(
                    sheet, CurveView(), context, heading: "h2", prefix: PageLinks.anchor(sheet.line.stored.key) + "-"))
                <p><a href="#jobs">All jobs</a></p>
                </article>

                """
            })
            <article id="models">\(ModelsPage.body(content.models, context, heading: "h2"))</article>
            <article id="usage">\(UsagePage.body([.month, .model], context, heading: "h2"))</article>
            <article id="hooks">\(HooksPage.body(content.hooks, content.deliveries, context, heading: "h2"))</article>
            <article id="submissions">\(SubmissionsPage.body(content.submissions, context, heading: "h2"))</article>
            </main>
            <footer>\(PageFrame.state(context))</footer>
            """)
    }

    private static func count(_ content: Content, _ context: PageContext) -> String {
        let all = context.tally.counts[.all] ?? 0
        let shown = content.jobs.lines.count
        return shown < all
            ? "the newest \(HumanText.number(shown)) of \(HumanText.count(all, "job"))" : HumanText.count(all, "job")
    }
}
