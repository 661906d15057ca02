import FineTuning
package import JobViews
import Text

/// Who is notified, and what became of it.
package enum HooksPage {
    package static func html(_ hooks: [HookLine], _ deliveries: [DeliveryView], _ context: PageContext) -> String {
        PageFrame.page("Hooks", tab: .hooks, context, body(hooks, deliveries, context, heading: "h1"))
    }

    static func body(
        _ hooks: [HookLine], _ deliveries: [DeliveryView], _ context: PageContext, heading: Markup
    ) -> Markup {
        """
        <\(heading)>Hooks</\(heading)>
        <section id="hook-list" data-live="" aria-label="Hooks">
        \(hooks.isEmpty ? "<p class=\"empty\">No hook is configured, and none was ever notified.</p>" : table(hooks, context))
        </section>
        <section id="deliveries" data-live="" aria-labelledby="deliveries-title">
        <h2 id="deliveries-title">Newest deliveries</h2>
        \(deliveries.isEmpty ? "<p class=\"empty\">None yet.</p>" : list(deliveries, context))
        </section>
        """
    }

    private static func table(_ hooks: [HookLine], _ context: PageContext) -> Markup {
        """
        <table><thead><tr><th scope="col">Hook</th><th scope="col">State</th><th scope="col" class="number">Waiting</th>\
        <th scope="col" class="number">Delivered</th><th scope="col" class="number">Dead</th>\
        <th scope="col" class="wide">Last success</th></tr></thead><tbody>
        \(hooks.markup { hook in
            """
            <tr><th scope="row">\(hook.name.rawValue)</th><td>\(state(hook, context))</td>\
            <td class="number">\(HumanText.number(hook.waiting))</td>\
            <td class="number">\(HumanText.number(hook.delivered))</td><td class="number">\(HumanText.number(hook.dead))</td>\
            <td class="when wide">\(context.moment(hook.lastSuccess))</td></tr>

            """
        })</tbody></table>
        """
    }

    private static func state(_ hook: HookLine, _ context: PageContext) -> Markup {
        if let since = hook.disabledSince {
            return """
                <span class="badge bad">✖ disabled</span> since \(context.moment(since)) \
                <span class="sub">\(hook.disabledReason ?? "")</span>
                """
        }
        if let hold = hook.hold {
            return """
                <span class="badge warn">◌ held</span> since \(context.moment(hold.since)), \
                next try \(context.moment(max(hold.until, context.now))) <span class="sub">\(hold.reason)</span>
                """
        }
        if let until = hook.silencedUntil, until > context.now {
            return "<span class=\"badge dim\">⊘ silenced</span> until \(context.moment(until))"
        }
        if hook.dead > 0 { return "<span class=\"badge bad\">✖ some dead</span>" }
        return hook.waiting > 0
            ? "<span class=\"badge busy\">◌ waiting</span>" : "<span class=\"badge good\">✔ ok</span>"
    }

    private static func list(_ deliveries: [DeliveryView], _ context: PageContext) -> Markup {
        """
        <table><thead><tr><th scope="col">Made</th><th scope="col">Hook</th><th scope="col" class="wide">Notice</th>\
        <th scope="col">Job</th><th scope="col">State</th></tr></thead><tbody>
        \(deliveries.markup { view in
            let job = view.delivery.job.markup { "<a href=\"\(context.links.job($0))\">\($0.job.brief)</a>" }
            return """
                <tr><td class="when">\(context.moment(view.delivery.createdAt))</td><td>\(view.delivery.hook.rawValue)</td>\
                <td class="wide">\(view.delivery.type.rawValue)</td><td>\(job)</td>\
                <td>\(JobTables.state(view, context))</td></tr>

                """
        })</tbody></table>
        """
    }
}
