import FineTuning
package import JobViews
import Text

/// Ended jobs as an Atom feed (RFC 4287).
package enum AtomFeed {
    package static let mediaType = "application/atom+xml; charset=utf-8"

    /// The feed.
    ///
    /// - Parameters:
    ///   - ended: newest end first.
    ///   - origin: where the pages are: `http://127.0.0.1:8484`.
    package static func text(_ ended: [JobLine], origin: String, _ context: PageContext) -> String {
        let updated = ended.first?.job.endedAt ?? UnixTime(seconds: 0)
        let feed: Markup = """
            <?xml version="1.0" encoding="utf-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom">
            <title>Fine-tuning jobs that ended</title>
            <id>\(origin)\(context.links.file("feed.atom"))</id>
            <link rel="self" type="application/atom+xml" href="\(origin)\(context.links.file("feed.atom"))"/>
            <link rel="alternate" type="text/html" href="\(origin)\(context.links.jobs())"/>
            <updated>\(PageContext.machine(updated))</updated>
            <author><name>ftd</name></author>
            <generator version="\(ProductVersion.text)">ftweb</generator>
            \(ended.markup { entry($0, origin, context) })</feed>

            """
        return feed.html
    }

    private static func entry(_ line: JobLine, _ origin: String, _ context: PageContext) -> Markup {
        let job = line.job
        let end = job.endedAt ?? job.createdAt
        let link = origin + context.links.job(line.stored.key)
        let result = job.fineTunedModel?.rawValue ?? line.failure?.sentence ?? ""
        return """
            <entry>
            <title>\(job.name ?? job.id.brief): \(job.status.word)</title>
            <id>urn:ftd:\(line.stored.account.rawValue.percentEncoded):\(job.id.rawValue.percentEncoded):\(job.status.word.percentEncoded)</id>
            <link rel="alternate" type="text/html" href="\(link)"/>
            <published>\(PageContext.machine(end))</published>
            <updated>\(PageContext.machine(end))</updated>
            <summary>\(result)</summary>
            </entry>

            """
    }
}
