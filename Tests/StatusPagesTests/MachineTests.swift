import FineTuning
import JSONText
import JobStorage
import JobViews
import Testing
import Text

@testable import StatusPages

@Suite struct MachineTests {
    @Test func theFiguresAreLinesOfPrometheusFormat() throws {
        let scene = try PageScene(text: PageScene.hostile)
        try LiveState(
            version: "0.1.0", pid: 1, startedAt: PageScene.now - .seconds(60),
            accounts: [
                .default: LiveState.Account(
                    lastGoodPoll: PageScene.now - .seconds(4), nextPoll: PageScene.now, polls: 12, failedPolls: 3,
                    failures: ["unreachable": 2, "server": 1])
            ]
        ).write(besideStore: scene.path)
        let context = try scene.context()
        let text = MetricsText.text(
            health: context.health, tally: context.tally,
            running: try JobLine.unfinished(in: scene.reader, limit: 10, prices: scene.prices), now: PageScene.now)
        for line in [
            "ftd_up 1", "ftd_last_good_poll_age_seconds{account=\"default\"} 4",
            "ftd_polls_total{account=\"default\"} 12",
            "ftd_poll_errors_total{account=\"default\",kind=\"unreachable\"} 2",
            "ftd_jobs{account=\"default\",status=\"succeeded\"} 1", "ftd_deliveries{hook=\"slack\",result=\"dead\"} 1",
            "ftd_trained_tokens{account=\"default\",model=\"m\"} 4024281",
            "ftd_training_cost{account=\"default\",model=\"m\",currency=\"USD\"} 12.072843",
        ] {
            #expect(text.split(separator: "\n").contains(Substring(line)), "\(line)")
        }
        // Every line is a comment or a sample, whatever a job is called.
        for line in text.split(separator: "\n") {
            #expect(line.hasPrefix("# HELP ftd_") || line.hasPrefix("# TYPE ftd_") || line.hasPrefix("ftd_"))
        }
        #expect(!text.contains("\u{1B}") && !text.contains("\u{202E}"))
    }

    @Test func withoutAStoreTheFiguresSayThatFtdIsDown() {
        #expect(MetricsText.textWithoutStore().contains("\nftd_up 0\n"))
    }

    @Test func theFeedHasTheLastEndFirst() throws {
        let scene = try PageScene(text: PageScene.hostile)
        let text = AtomFeed.text(
            try JobLine.ended(in: scene.reader, limit: 10, prices: scene.prices), origin: "http://127.0.0.1:8484",
            try scene.context())
        #expect(PageTests.unclosed(text.replacing("?>", with: "/>")).isEmpty)
        let ids = text.split(separator: "<id>").map { $0.prefix { $0 != "<" } }.dropFirst()
        #expect(
            ids == [
                "http://127.0.0.1:8484/feed.atom", "urn:ftd:default:ftjob-done:succeeded",
                "urn:ftd:default:ftjob-fail:failed",
            ])
        #expect(text.contains("<updated>2026-11-22T08:28:10Z</updated>"))
    }

    @Test func aListOfJobsSaysWhetherThereAreMore() {
        #expect(
            String(decoding: PageJSON.jobs([["id": .string("a")]], hasMore: true), as: UTF8.self)
                == "{\"object\":\"list\",\"data\":[{\"id\":\"a\"}],\"has_more\":true}\n")
    }
}
