import FineTuning
package import JobViews
import Text

/// What was submitted here.
package enum SubmissionsPage {
    package static func html(_ submissions: [SubmissionLine], _ context: PageContext) -> String {
        PageFrame.page("Submissions", tab: .submissions, context, body(submissions, context, heading: "h1"))
    }

    static func body(_ submissions: [SubmissionLine], _ context: PageContext, heading: Markup) -> Markup {
        """
        <\(heading)>Submissions</\(heading)>
        <section id="submission-list" data-live="" aria-label="Submissions">
        \(submissions.isEmpty ? "<p class=\"empty\">Nothing was submitted here yet.</p>" : table(submissions, context))
        </section>
        """
    }

    private static func table(_ submissions: [SubmissionLine], _ context: PageContext) -> Markup {
        """
        <table><thead><tr><th scope="col">Submitted</th><th scope="col">File</th><th scope="col">State</th>\
        <th scope="col" class="wide">Model</th></tr></thead><tbody>
        \(submissions.markup { one in
            """
            <tr><td class="when">\(context.moment(one.createdAt))</td>\
            <td>\(one.filename) <span class="sub">\(one.suffix ?? "")</span></td>\
            <td>\(state(one, context))</td><td class="wide model">\(one.model.rawValue)</td></tr>

            """
        })</tbody></table>
        """
    }

    private static func state(_ one: SubmissionLine, _ context: PageContext) -> Markup {
        if let job = one.job {
            let key = JobKey(account: one.account, job: job)
            return "<span class=\"badge good\">✔ created</span> <a href=\"\(context.links.job(key))\">\(job.brief)</a>"
        }
        let style: Markup = one.word == "failed" ? "bad" : one.word == "parked" ? "warn" : "busy"
        let next = one.nextTry.markup { " tried again \(context.moment($0))" }
        return "<span class=\"badge \(style)\">\(one.word)</span>\(next) <span class=\"sub\">\(one.reason ?? "")</span>"
    }
}
