import FineTuning
import JobViews
import Text

/// The tables below a job's curve: checkpoints, what happened, who was notified, the API's own log.
enum JobTables {
    /// - Parameter prefix: of the tables' ids.
    static func all(_ sheet: JobSheet, _ context: PageContext, _ prefix: String) -> Markup {
        checkpoints(sheet, prefix) + transitions(sheet, context, prefix) + notices(sheet, context, prefix)
            + events(sheet, context, prefix)
    }

    private static func section(_ id: String, _ title: Markup, _ head: Markup, _ rows: Markup) -> Markup {
        guard rows != .none else { return .none }
        return """
            <section id="\(id)" data-live="" aria-labelledby="\(id)-title">
            <h2 id="\(id)-title">\(title)</h2>
            <table>
            <thead><tr>\(head)</tr></thead>
            <tbody>
            \(rows)</tbody>
            </table>
            </section>

            """
    }

    private static func checkpoints(_ sheet: JobSheet, _ prefix: String) -> Markup {
        let best = sheet.curves.checkpoints.best
        return section(
            prefix + "checkpoints", "Checkpoints",
            """
            <th scope="col" class="number">Step</th><th scope="col">Model</th>\
            <th scope="col" class="number wide">Training loss</th><th scope="col" class="number">Validation loss</th>
            """,
            sheet.curves.checkpoints.markup { one in
                let mark: Markup = one.id == best?.id ? " <span class=\"badge good\">best</span>" : .none
                return """
                    <tr><td class="number">\(HumanText.number(one.step))</td>\
                    <td class="id">\(one.model.rawValue)\(mark)</td>\
                    <td class="number wide">\(number(one.metric.trainLoss))</td>\
                    <td class="number">\(number(JobDetail.validLoss(one.metric)))</td></tr>

                    """
            })
    }

    private static func number(_ value: Double?) -> String { value.map { HumanText.decimal($0, places: 3) } ?? "" }

    private static func transitions(_ sheet: JobSheet, _ context: PageContext, _ prefix: String) -> Markup {
        section(
            prefix + "changes", "Changes", "<th scope=\"col\">Seen</th><th scope=\"col\">Status</th>",
            sheet.transitions.markup { one in
                "<tr><td class=\"when\">\(context.full(one.seenAt))</td><td>\(one.to.badge())</td></tr>\n"
            })
    }

    private static func notices(_ sheet: JobSheet, _ context: PageContext, _ prefix: String) -> Markup {
        section(
            prefix + "notices", "Notices",
            """
            <th scope="col">Hook</th><th scope="col">Notice</th><th scope="col">State</th>\
            <th scope="col" class="number wide">Attempts</th>
            """,
            sheet.deliveries.markup { view in
                """
                <tr><th scope="row">\(view.delivery.hook.rawValue)</th><td>\(view.delivery.type.rawValue)</td>\
                <td>\(state(view, context))</td><td class="number wide">\(view.attempts)</td></tr>

                """
            })
    }

    /// Where a delivery stands, since or until when, and why.
    static func state(_ view: DeliveryView, _ context: PageContext) -> Markup {
        let reason = view.reason.markup { " <span class=\"sub\">\($0)</span>" }
        switch view.delivery.state {
        case .delivered(let time, _, _): return "<span class=\"badge good\">✔ delivered</span> \(context.moment(time))"
        case .waiting:
            let cause = view.heldBack.markup { " <span class=\"sub\">\($0.reason)</span>" }
            return """
                <span class="badge busy">◌ waiting</span> due \(context.moment(view.due))\
                \(view.heldBack == nil ? reason : cause)
                """
        case .dead(let time, _, _): return "<span class=\"badge bad\">✖ dead</span> \(context.moment(time))\(reason)"
        case .abandoned(let time, _, _):
            return "<span class=\"badge bad\">✖ abandoned</span> \(context.moment(time))\(reason)"
        case .grouped(_, let time):
            return "<span class=\"badge good\">✔ grouped</span> \(context.moment(time))"
        }
    }

    private static func events(_ sheet: JobSheet, _ context: PageContext, _ prefix: String) -> Markup {
        section(
            prefix + "events", "Events",
            "<th scope=\"col\">Time</th><th scope=\"col\" class=\"wide\">Level</th><th scope=\"col\">Message</th>",
            sheet.events.markup { event in
                """
                <tr><td class="when">\(context.full(event.createdAt))</td><td class="wide">\(event.level)</td>\
                <td>\(event.message)</td></tr>

                """
            })
    }
}
