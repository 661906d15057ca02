import FineTuning
import JobStorage
import JobViews
import TestSupport
import Testing
import Text

@testable import StatusPages

@Suite struct MarkupTests {
    @Test(arguments: [
        ("plain", "plain"), ("<b>&\"'", "&lt;b&gt;&amp;&quot;&#39;"), ("a\u{202E}b", "a\\u{202e}b"),
        ("\u{1B}[31m", "\\u{1b}[31m"), ("one\ntwo", "one two"), ("zero\u{200B}width", "zero\\u{200b}width"),
        ("日本", "日本"),
    ])
    func aValueIsTextAndNeverMarkup(_ value: String, _ html: String) {
        let markup: Markup = "<p title=\"\(value)\">\(value)</p>"
        #expect(markup.html == "<p title=\"\(html)\">\(html)</p>")
    }

    @Test func markupWithinMarkupStaysMarkup() {
        let inner: Markup = "<b>\("<")</b>"
        #expect(("<p>\(inner)\([inner, inner])\(3)</p>" as Markup).html == "<p><b>&lt;</b><b>&lt;</b><b>&lt;</b>3</p>")
    }
}

@Suite struct PageTests {
    @Test func aHookWhoseReceiverIsInTroubleIsShownAsHeld() throws {
        let scene = try PageScene()
        let hold = HookHold(
            since: PageScene.now - .seconds(3600), failures: 3, began: PageScene.now - .seconds(5),
            until: PageScene.now + .seconds(300), reason: "HTTP 503 <busy>")
        try scene.store.hold(HookName("slack"), hold, after: nil)
        let context = try scene.context()
        let page = HooksPage.html(context.tally.hooks, [], context)
        #expect(page.contains("<span class=\"badge warn\">◌ held</span>"))
        #expect(page.contains("<span class=\"sub\">HTTP 503 &lt;busy&gt;</span>"))
        // Every page says so, below.
        let jobs = JobsPage.html(try scene.table(), context)
        #expect(jobs.contains("<li>hook slack is held since 07:33, next try 08:38: HTTP 503 &lt;busy&gt;</li>"))
        let figures = MetricsText.text(health: context.health, tally: context.tally, running: [], now: PageScene.now)
        #expect(figures.contains("\nftd_hook_held{hook=\"slack\"} 1\n"))
    }

    @Test func hostileTextIsShownOnEveryPageAndDoesNothing() throws {
        for page in try PageScene(text: PageScene.hostile).pages() {
            #expect(!page.contains("<script>alert"))
            #expect(page.contains("&lt;script&gt;"))
            #expect(!page.unicodeScalars.contains { "\u{1B}\u{202E}\u{200B}".unicodeScalars.contains($0) })
            #expect(Self.unclosed(page).isEmpty)
        }
    }

    @Test func everyPageIsWellFormedAndLoadsNothingFromElsewhere() throws {
        for page in try PageScene().pages() {
            #expect(Self.unclosed(page).isEmpty)
            // Nothing inline that the policy would refuse, and no other address than the namespace of SVG.
            #expect(!page.contains(" style=") && !page.contains(" onclick") && !page.contains("javascript:"))
            let others = page.split(separator: "http://www.w3.org/2000/svg", omittingEmptySubsequences: false)
                .joined()
            #expect(!others.contains("http://") && !others.contains("https://"))
            #expect(Self.repeatedIDs(page).isEmpty)
        }
    }

    @Test func aRowSaysWhatOneWantsToKnowOfItsJob() throws {
        let scene = try PageScene()
        let page = JobsPage.html(try scene.table(), try scene.context())
        #expect(page.contains("<progress max=\"100\" value=\"50\" aria-label=\"Progress\">50%</progress>"))
        #expect(page.contains("step 2/4"))
        #expect(page.contains("loss 1.000"))
        #expect(page.contains("title=\"ft:m:plain\">…:plain</span>"))
        #expect(page.contains("plain: plain"))
        #expect(page.contains("12.07 USD"))
        #expect(page.contains("href=\"/jobs/ftjob-done\""))
        #expect(page.contains("✖ ftd is not running") == false || page.contains("as of"))
    }

    @Test func filterSearchAndSortAreLinksThatKeepEachOther() throws {
        let scene = try PageScene()
        var query = JobPageTable.Query()
        query.filter = .failed
        query.text = "a b"
        query.order = .model
        let page = JobsPage.html(try scene.table(query), try scene.context())
        #expect(page.contains("href=\"/?filter=succeeded&amp;search=a%20b&amp;sort=model\""))
        #expect(page.contains("<input type=\"hidden\" name=\"filter\" value=\"failed\">"))
        #expect(page.contains("No such jobs."))
    }

    @Test func pagesAreWalkedByPlaceWhateverTheyAreOrderedBy() throws {
        let scene = try PageScene()
        for order in JobPageTable.Order.allCases {
            for isDescending in [true, false] {
                var query = JobPageTable.Query()
                query.order = order
                query.isDescending = isDescending
                let all = try scene.table(query).lines.map(\.job.id)
                var walked: [JobID] = []
                repeat {
                    let page = try scene.table(query, limit: 1)
                    walked += page.lines.map(\.job.id)
                    query.after = page.next
                } while query.after != nil
                #expect(walked == all)
                #expect(Set(walked).count == 4)
            }
        }
    }

    @Test(arguments: [
        ("ftjob-DONE", ["ftjob-done"]), ("sciq", ["ftjob-done"]), ("%", []), ("'", []), ("running", ["ftjob-runs"]),
        ("", ["ftjob-runs", "ftjob-done", "ftjob-fail", "ftjob-odd"]),
    ])
    func searchLooksIntoEveryWordOfAJob(_ text: String, _ found: [String]) throws {
        var query = JobPageTable.Query()
        query.text = text
        #expect(try PageScene(text: "plain").table(query).lines.map(\.job.id.rawValue) == found)
    }

    @Test func aJobsPageHasTheDetailsAndTheCurve() throws {
        let scene = try PageScene()
        let page = JobPage.html(try #require(try scene.sheet("done")), CurveView(), try scene.context())
        for fact in [
            ("Base model", "m"), ("Trained tokens", "4,024,281"), ("Epochs", "3"), ("Batch size", "20"),
            ("Learning rate multiplier", "1.8"), ("Seed", "7"), ("Suffix", "sciq"),
        ] {
            #expect(page.contains("<dt>\(fact.0)</dt><dd>\(fact.1)"))
        }
        #expect(page.contains("3.00 USD per 1M tokens, as of 2025-07"))
        #expect(page.contains("role=\"img\""))
        #expect(page.contains("href=\"/jobs/ftjob-done?by=time\""))
        #expect(page.contains("slack"))
    }

    @Test func aFailedJobsPageSaysWhy() throws {
        let scene = try PageScene(text: "broken")
        let page = JobPage.html(try #require(try scene.sheet("fail")), CurveView(), try scene.context())
        #expect(page.contains("<strong>broken</strong>"))
        #expect(page.contains("ftctl check train.jsonl"))
    }

    /// The elements that were not closed, or closed without having been opened.
    static func unclosed(_ page: String) -> [String] {
        let void: Set<String> = ["meta", "link", "input", "br", "!DOCTYPE"]
        var open: [String] = []
        var wrong: [String] = []
        for tag in page.split(separator: "<").dropFirst() {
            guard let end = tag.firstIndex(of: ">") else { return ["<\(tag.prefix(20))"] }
            let inside = tag[..<end]
            if inside.hasPrefix("/") {
                if open.last == String(inside.dropFirst()) { open.removeLast() } else { wrong.append(String(inside)) }
            } else if !inside.hasSuffix("/") {
                let name = String(inside.prefix { $0 != " " && $0 != "\n" })
                if !void.contains(name) { open.append(name) }
            }
        }
        return open + wrong
    }

    private static func repeatedIDs(_ page: String) -> [String] {
        var seen: Set<Substring> = []
        return page.split(separator: " id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
            .filter { !seen.insert($0).inserted }.map(String.init)
    }
}
