import FineTuning
package import JobViews
import Text

/// One job's own page.
package enum JobPage {
    /// The whole page.
    package static func html(_ sheet: JobSheet, _ view: CurveView, _ context: PageContext) -> String {
        PageFrame.page(
            sheet.line.job.name ?? sheet.line.job.id.brief, tab: nil, context,
            """
            <nav class="trail" aria-label="Way back"><a href="\(context.links.jobs())">Jobs</a></nav>
            \(body(sheet, view, context, heading: "h1"))
            """)
    }

    /// All about the job; also in the file of all pages.
    ///
    /// - Parameter prefix: of the parts' ids, which are once in a file.
    static func body(
        _ sheet: JobSheet, _ view: CurveView, _ context: PageContext, heading: Markup, prefix: String = ""
    ) -> Markup {
        let job = sheet.line.job
        return """
            <section id="\(prefix)head" data-live="">
            <\(heading)>\(job.name ?? job.id.brief)</\(heading)>
            <p class="id">\(job.id.rawValue)</p>
            <p>\(job.status.badge(note: sheet.line.stored.goneAt == nil ? sheet.line.noteWord : "gone")) \(course(sheet, context))</p>
            \(sheet.line.progress == nil ? .none : JobsPage.result(sheet.line, context))
            \(JobFacts.diagnosis(sheet, context))
            </section>
            <section id="\(prefix)facts" data-live="" aria-label="Details">
            \(JobFacts.list(sheet, context))
            </section>
            \(curves(sheet, view, context, prefix))
            \(JobTables.all(sheet, context, prefix))
            """
    }

    /// How long it took, or has taken so far.
    private static func course(_ sheet: JobSheet, _ context: PageContext) -> Markup {
        let job = sheet.line.job
        if let end = job.finishedAt, job.status.isTerminal, end >= job.createdAt {
            let word = job.status.meaning == .succeeded ? "in" : "after"
            return "<span>\(word) \(HumanText.duration(end - job.createdAt))</span>"
        }
        guard !sheet.line.stored.isOver else { return .none }
        return "<span>for \(HumanText.duration(context.now - job.createdAt))</span>"
    }

    private static func curves(
        _ sheet: JobSheet, _ view: CurveView, _ context: PageContext, _ prefix: String
    ) -> Markup {
        let drawing = view.drawing(of: sheet.curves)
        guard drawing != nil || !sheet.curves.steps.isEmpty else { return .none }
        return """
            <section id="\(prefix)curve" data-live="" aria-labelledby="\(prefix)curve-title">
            <h2 id="\(prefix)curve-title">Training</h2>
            \(switches(sheet, view, context))
            <figure data-curve="">
            \(drawing ?? nothing(view))
            <figcaption>\(caption(sheet))</figcaption>
            </figure>
            </section>
            """
    }

    private static func nothing(_ view: CurveView) -> Markup {
        view.horizontal == .time
            ? "<p class=\"empty\">No step has a time: the server reported them in a results file only.</p>"
            : "<p class=\"empty\">No \(view.subject.rawValue) was reported.</p>"
    }

    private static func switches(_ sheet: JobSheet, _ view: CurveView, _ context: PageContext) -> Markup {
        guard context.links != .inFile else { return .none }
        let key = sheet.line.stored.key
        let horizontals = CurveView.Horizontal.allCases.markup { one in
            var next = view
            next.horizontal = one
            return link("by-\(one.rawValue)", "by \(one.rawValue)", next == view, context.links.job(key, next))
        }
        let subjects = CurveView.Subject.allCases.filter { CurveView.has($0, sheet.curves) || $0 == view.subject }
        let metrics = subjects.markup { one in
            var next = view
            next.subject = one
            return link("metric-\(one.rawValue)", one.rawValue, next == view, context.links.job(key, next))
        }
        return """
            <nav class="switch" aria-label="Curve"><ul>\(horizontals)</ul>\
            \(subjects.count > 1 ? "<ul>\(metrics)</ul>" : .none)</nav>
            """
    }

    private static func link(_ id: String, _ title: String, _ isCurrent: Bool, _ target: String) -> Markup {
        let current: Markup = isCurrent ? " aria-current=\"true\"" : .none
        return "<li><a data-turn=\"\" id=\"\(id)\" href=\"\(target)\"\(current)>\(title)</a></li>"
    }

    private static func caption(_ sheet: JobSheet) -> Markup {
        var sentences: [String] = []
        if let last = sheet.curves.curve(.trainLoss).points.last {
            sentences.append(
                "training loss \(HumanText.decimal(last.value, places: 3)) at step \(HumanText.number(last.step))")
        }
        if let best = sheet.curves.checkpoints.best {
            sentences.append("best checkpoint at step \(HumanText.number(best.step))")
        }
        if let left = sheet.curves.stepsLeft { sentences.append("\(HumanText.count(left, "step")) left") }
        let verdicts = sheet.curves.verdict.sentences.markup { "<p class=\"verdict\">▲ \($0)</p>" }
        return "<p>\(sentences.joined(separator: " · "))</p>\(verdicts)"
    }
}
