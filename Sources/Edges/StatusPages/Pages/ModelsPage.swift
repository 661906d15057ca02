import FineTuning
package import JobViews
import Text

/// Tuned models, and when they stop answering.
package enum ModelsPage {
    package static func html(_ models: [ModelLine], _ context: PageContext) -> String {
        PageFrame.page("Models", tab: .models, context, body(models, context, heading: "h1"))
    }

    static func body(_ models: [ModelLine], _ context: PageContext, heading: Markup) -> Markup {
        """
        <\(heading)>Models</\(heading)>
        <section id="base" data-live="" aria-labelledby="base-title">
        <h2 id="base-title">Base models</h2>
        \(bases(context))
        </section>
        <section id="tuned" data-live="" aria-labelledby="tuned-title">
        <h2 id="tuned-title">Tuned models</h2>
        \(tuned(models, context))
        </section>
        """
    }

    private static func bases(_ context: PageContext) -> Markup {
        let all = context.tally.baseModels.sorted {
            ($0.value?.seconds ?? .max, $0.key.rawValue) < ($1.value?.seconds ?? .max, $1.key.rawValue)
        }
        guard !all.isEmpty else { return "<p class=\"empty\">No job is on any model yet.</p>" }
        return """
            <table><thead><tr><th scope="col">Model</th><th scope="col">Shuts down</th></tr></thead><tbody>
            \(all.markup { model, end in
                "<tr><th scope=\"row\" class=\"model\">\(model.rawValue)</th><td>\(shutdown(end, context))</td></tr>\n"
            })</tbody></table>
            """
    }

    private static func shutdown(_ end: UnixTime?, _ context: PageContext) -> Markup {
        guard let end else { return "<span class=\"sub\">not known</span>" }
        let day = context.time.date(end)
        guard end > context.now else { return "<span class=\"badge bad\">✖ was shut down</span> \(day)" }
        let isNear = end - context.now < .seconds(90 * 86400)
        let left = "in \(HumanText.duration(end - context.now))"
        return isNear
            ? "<span class=\"badge warn\">▲ \(left)</span> \(day)" : "\(left) \(day)"
    }

    private static func tuned(_ models: [ModelLine], _ context: PageContext) -> Markup {
        guard !models.isEmpty else { return "<p class=\"empty\">No job has made a model yet.</p>" }
        return """
            <table><thead><tr><th scope="col">Model</th><th scope="col">Job</th><th scope="col" class="wide">Made</th>\
            <th scope="col">Shuts down</th></tr></thead><tbody>
            \(models.markup { one in
                """
                <tr><th scope="row" class="id">\(one.model.rawValue)</th>\
                <td><a href="\(context.links.job(one.key))">\(one.name ?? one.key.job.brief)</a></td>\
                <td class="when wide">\(context.moment(one.createdAt))</td><td>\(shutdown(one.shutdownAt, context))</td></tr>

                """
            })</tbody></table>
            """
    }
}
