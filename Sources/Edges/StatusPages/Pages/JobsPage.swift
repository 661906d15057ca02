import Charts
import FineTuning
package import JobViews
import Text

/// The table of jobs.
package enum JobsPage {
    /// The whole page.
    package static func html(_ table: JobPageTable, _ context: PageContext) -> String {
        PageFrame.page(
            "Jobs", tab: .jobs, context,
            """
            <h1>Fine-tuning jobs</h1>
            \(search(table.query, context))
            \(filters(table.query, context))
            <section id="job-list" data-live="" aria-label="Jobs">
            \(rows(table, context))
            \(pages(table, context))
            </section>
            """)
    }

    /// The table itself; in a file of all pages nothing can be sorted.
    static func rows(_ table: JobPageTable, _ context: PageContext) -> Markup {
        guard !table.lines.isEmpty else { return empty(table.query, context) }
        return """
            <table class="jobs">
            <caption class="unseen">Jobs, \(description(of: table.query))</caption>
            <thead><tr>
            \(heading("Job", .name, "", table.query, context))
            \(heading("Status", .status, "", table.query, context))
            <th scope="col">Result</th>
            \(heading("Model", .model, "wide", table.query, context))
            \(heading("Created", .created, "", table.query, context))
            \(heading("Ended", .ended, "wider", table.query, context))
            \(heading("Tokens", .tokens, "wide number", table.query, context))
            <th scope="col" class="wider number">Cost</th>
            </tr></thead>
            <tbody>
            \(table.lines.markup { row($0, context) })
            </tbody>
            </table>
            """
    }

    private static func row(_ line: JobLine, _ context: PageContext) -> Markup {
        let job = line.job
        let key = PageLinks.anchor(line.stored.key)
        let account: Markup =
            context.showsAccounts ? " <span class=\"sub\">\(line.stored.account.rawValue)</span>" : .none
        return """
            <tr data-key="\(key)" data-status="\(job.status.word)">
            <th scope="row"><a href="\(context.links.job(line.stored.key))" id="to-\(key)">\(job.name ?? job.id.brief)</a>
            <span class="sub id" title="\(job.id.rawValue)">\(job.name == nil ? "" : job.id.brief)</span>\(account)</th>
            <td>\(job.status.badge(note: line.stored.goneAt == nil ? line.noteWord : "gone"))</td>
            <td class="result">\(result(line, context))</td>
            <td class="wide model">\(job.model.rawValue)</td>
            <td class="when">\(context.moment(job.createdAt))</td>
            <td class="when wider">\(ended(job, context))</td>
            <td class="wide number">\(job.trainedTokens.map { HumanText.number($0) } ?? "")</td>
            <td class="wider number">\(line.cost.brief)</td>
            </tr>

            """
    }

    /// Progress, the tuned model, or the error: what one wants to know of a job in this state.
    static func result(_ line: JobLine, _ context: PageContext) -> Markup {
        if let model = line.job.fineTunedModel {
            return "<span class=\"model\" title=\"\(model.rawValue)\">\(model.withoutBase)</span>"
        }
        if let failure = line.failure, line.stored.isOver {
            return "<span class=\"error\">\(failure.sentence)</span>"
        }
        guard let progress = line.progress else { return .none }
        return """
            <span class="progress">\(bar(progress))\(Sparks.markup(progress.losses))\
            <span>\(progress.lossText)</span></span>
            <span class="sub">\(progress.stepText)\(progress.estimatedFinish.markup { " → \(context.moment($0))" })</span>
            """
    }

    private static func bar(_ progress: JobLine.Progress) -> Markup {
        progress.share.markup { share in
            let percent = Int((share * 100).rounded(.down))
            return
                "<progress max=\"100\" value=\"\(percent)\" aria-label=\"Progress\">\(percent)%</progress><b>\(percent)%</b>"
        }
    }

    private static func ended(_ job: Job, _ context: PageContext) -> Markup {
        guard let end = job.endedAt else { return .none }
        let took = end > job.createdAt ? "after \(HumanText.duration(end - job.createdAt))" : ""
        return "\(context.moment(end)) <span class=\"sub\">\(took)</span>"
    }

    /// A column's head: a link that sorts by it, or turns the order round.
    private static func heading(
        _ title: String, _ order: JobPageTable.Order, _ style: Markup, _ query: JobPageTable.Query,
        _ context: PageContext
    ) -> Markup {
        guard context.links != .inFile else { return "<th scope=\"col\" class=\"\(style)\">\(title)</th>" }
        let isOrder = query.order == order
        var next = query
        next.after = nil
        next.order = order
        // Words go from A on, times and numbers from the newest and greatest.
        next.isDescending = isOrder ? !query.isDescending : [.created, .tokens, .ended].contains(order)
        let sort: Markup = isOrder ? " aria-sort=\"\(query.isDescending ? "descending" : "ascending")\"" : .none
        let arrow = isOrder ? (query.isDescending ? " ↓" : " ↑") : ""
        return """
            <th scope="col" class="\(style)"\(sort)><a data-turn="" id="sort-\(order.rawValue)" \
            href="\(context.links.jobs(next))">\(title)<span aria-hidden="true">\(arrow)</span></a></th>

            """
    }

    private static func search(_ query: JobPageTable.Query, _ context: PageContext) -> Markup {
        """
        <form class="search" role="search" method="get" action="\(context.links.jobs())" data-search="">
        <label for="search">Search</label>
        <input id="search" name="search" type="search" value="\(query.text)" \
        placeholder="name, id, model, file, error" spellcheck="false">
        \(hidden("filter", query.filter == .all ? nil : query.filter.rawValue))\
        \(hidden("sort", query.order == .created ? nil : query.order.rawValue))\
        \(hidden("order", query.isDescending ? nil : "up"))\
        <button type="submit">Search</button>
        </form>
        """
    }

    private static func hidden(_ name: Markup, _ value: String?) -> Markup {
        value.markup { "<input type=\"hidden\" name=\"\(name)\" value=\"\($0)\">" }
    }

    private static func filters(_ query: JobPageTable.Query, _ context: PageContext) -> Markup {
        let shown = JobPageTable.Filter.allCases.filter { filter in
            filter != .cancelled || query.filter == .cancelled || context.tally.counts[.cancelled, default: 0] > 0
        }
        return """
            <nav class="filters" id="filters" data-live="" aria-label="Filter"><ul>
            \(shown.markup { filter in
                var next = query
                next.filter = filter
                next.after = nil
                let current: Markup = filter == query.filter ? " aria-current=\"true\"" : .none
                return """
                    <li><a data-turn="" id="filter-\(filter.rawValue)" href="\(context.links.jobs(next))"\(current)>\
                    \(filter.title) <span class="count">\(HumanText.number(context.tally.counts[filter] ?? 0))</span></a></li>

                    """
            })
            </ul></nav>
            """
    }

    private static func pages(_ table: JobPageTable, _ context: PageContext) -> Markup {
        var first = table.query
        first.after = nil
        let start: Markup =
            table.query.after == nil
            ? .none : "<a data-turn=\"\" id=\"page-first\" href=\"\(context.links.jobs(first))\">First page</a>"
        let next: Markup = table.next.markup { key in
            var query = table.query
            query.after = key
            return
                "<a data-turn=\"\" id=\"page-next\" href=\"\(context.links.jobs(query))\">Next \(table.lines.count)</a>"
        }
        guard start != .none || next != .none else { return .none }
        return "<nav class=\"pages\" aria-label=\"Further jobs\">\(start) \(next)</nav>"
    }

    private static func empty(_ query: JobPageTable.Query, _ context: PageContext) -> Markup {
        guard query == JobPageTable.Query() else {
            return """
                <p class="empty">No such jobs. <a data-turn="" id="page-all" href="\(context.links.jobs())">All jobs</a></p>
                """
        }
        return """
            <p class="empty">No jobs yet. Submit one: <code>ftctl submit train.jsonl</code></p>
            """
    }

    private static func description(of query: JobPageTable.Query) -> String {
        let what = query.filter == .all ? "all" : query.filter.rawValue
        let found = query.text.isEmpty ? "" : ", with “\(query.text)”"
        return "\(what)\(found), by \(query.order.rawValue), \(query.isDescending ? "greatest" : "least") first"
    }
}

extension JobPageTable.Filter {
    /// As it is written.
    fileprivate var title: String {
        switch self {
        case .all: "All"
        case .running: "Running"
        case .succeeded: "Succeeded"
        case .failed: "Failed"
        case .cancelled: "Cancelled"
        }
    }
}
