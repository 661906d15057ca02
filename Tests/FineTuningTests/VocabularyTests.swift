import FineTuning
import Testing
import Text

@Suite struct JobStatusTests {
    @Test(arguments: [
        ("completed", JobStatus.succeeded), ("SUCCEEDED", .succeeded), ("canceled", .cancelled),
        ("CANCELLED", .cancelled), ("error", .failed), ("cancelling", .running), ("cancel_requested", .running),
        ("PENDING", .queued), ("validating", .validatingFiles), ("queued", .queued), ("paused", .paused),
    ])
    func serversHaveOtherWordsForAStatus(word: String, meaning: JobStatus) {
        let status = JobStatus(word: word)
        #expect(status.meaning == meaning)
        #expect(status.word == word)
        #expect(status.isTerminal == meaning.isTerminal)
    }

    @Test func whatNobodyKnowsMeansItself() {
        for word in ["melting", "", "succ\u{E9}", "succeeded\u{301}"] {
            #expect(JobStatus(word: word).meaning == .unrecognized(word))
        }
        #expect(JobStatus.terminalWords.contains("completed") && JobStatus.terminalWords.contains("canceled"))
        #expect(!JobStatus.terminalWords.contains("cancelling"))
    }

    /// `pause` said "paused" of a job that went on running.
    @Test(arguments: [
        (JobAction.cancel, "cancelled", JobAction.Effect.done), (.cancel, "CANCELED", .done),
        (.cancel, "cancelling", .underWay), (.cancel, "running", .none), (.cancel, "succeeded", .none),
        (.pause, "paused", .done), (.pause, "running", .none), (.pause, "pausing", .underWay),
        (.resume, "running", .done), (.resume, "queued", .done), (.resume, "paused", .none),
        (.resume, "resuming", .underWay), (.resume, "failed", .none), (.resume, "melting", .none),
    ])
    func anActionHasDoneWhatTheStatusShows(action: JobAction, word: String, effect: JobAction.Effect) {
        #expect(action.effect(on: JobStatus(word: word)) == effect)
    }

    @Test(arguments: [
        ("validating_files", JobStatus.validatingFiles, false), ("queued", .queued, false),
        ("running", .running, false), ("paused", .paused, false), ("succeeded", .succeeded, true),
        ("failed", .failed, true), ("cancelled", .cancelled, true), ("pending", .unrecognized("pending"), false),
        ("Succeeded", .unrecognized("Succeeded"), true), ("melting", .unrecognized("melting"), false),
    ])
    func aWordIsKeptAndKnownToBeTerminalOrNot(word: String, status: JobStatus, terminal: Bool) {
        #expect(JobStatus(word: word) == status)
        #expect(JobStatus(word: word).word == word)
        #expect(status.isTerminal == terminal)
    }
}

@Suite struct UnixTimeTests {
    @Test func farAwayTimesDoNotTrap() {
        #expect(UnixTime(seconds: .max).milliseconds == .max)
        #expect(UnixTime(seconds: .max) + .seconds(1) == UnixTime(milliseconds: .max))
        #expect(UnixTime(seconds: .min) - .seconds(1) == UnixTime(milliseconds: .min))
        #expect(UnixTime(milliseconds: -1).seconds == -1)
        #expect(Duration.seconds(Int64.max).milliseconds == .max)
    }

    @Test func differencesAreDurations() {
        #expect(UnixTime(seconds: 10) - UnixTime(seconds: 4) == .seconds(6))
        #expect(UnixTime(seconds: 10) - Duration.seconds(4) == UnixTime(seconds: 6))
    }
}

@Suite struct PrintableTextTests {
    @Test(arguments: [
        ("plain äöü 漢字 👩‍🔬", "plain äöü 漢字 👩‍🔬"),
        ("two\nlines\tand a tab", "two lines and a tab"),
        ("\u{1B}[31mred", "\\u{1b}[31mred"),
        ("a\u{202E}b\u{200B}c\u{2066}", "a\\u{202e}b\\u{200b}c\\u{2066}"),
        ("\u{0}\u{7F}\u{9B}", "\\u{0}\\u{7f}\\u{9b}"),
    ])
    func nothingSteersATerminal(text: String, printable: String) {
        #expect(text.printable == printable)
    }
}

@Suite struct ModelNameTests {
    @Test(arguments: [
        ("gpt-4o-mini-2024-07-18", "gpt-4o-mini-2024-07-18"),
        ("ft:gpt-4.1-2025-04-14:org:suffix:abc", "gpt-4.1-2025-04-14"),
        ("ft:", ""),
    ])
    func theBaseIsWhatWasTuned(name: String, base: String) {
        #expect(ModelName(name).base == ModelName(base))
    }
}

@Suite struct JobErrorTests {
    @Test func anErrorWithoutCodeAndMessageIsNone() {
        #expect(JobError(code: nil, message: nil, param: "training_file") == nil)
        #expect(JobError(code: "server_error", message: nil, param: nil)?.code == "server_error")
    }
}

@Suite struct ReconciliationTests {
    private let ours = JobID("ftjob-1")

    @Test(arguments: [
        (0.0, Reconciliation.Verdict.lookAgain(after: .seconds(1))),
        (1, .lookAgain(after: .seconds(4))),
        (7, .lookAgain(after: .seconds(23))),
        (30, .lookAgain(after: .seconds(90))),
        (120, .lookAgain(after: .seconds(480))),
        (600, .giveUp),
    ])
    func anUnseenJobIsLookedForAgain(elapsed: Double, verdict: Reconciliation.Verdict) {
        #expect(Reconciliation.judge(.init(), elapsed: .seconds(elapsed)) == verdict)
    }

    @Test func aFoundJobIsAdoptedAndSeveralAreReported() {
        #expect(Reconciliation.judge(.init(marked: [ours]), elapsed: .zero) == .adopt(ours))
        #expect(
            Reconciliation.judge(.init(marked: [ours, JobID("ftjob-2")]), elapsed: .zero)
                == .several([ours, JobID("ftjob-2")]))
    }
}

@Suite struct IdentifierTests {
    /// Two ids of a server's that look the same would otherwise be one job, and a dictionary of them would trap.
    @Test(arguments: [("caf\u{E9}", "cafe\u{301}"), ("q\u{307}\u{323}", "q\u{323}\u{307}"), ("\u{212B}", "\u{C5}")])
    func idsThatOnlyLookTheSameDiffer(one: String, other: String) {
        #expect(one == other)
        #expect(JobID(one) != JobID(other))
        #expect(Set([JobID(one), JobID(other), JobID(one)]).count == 2)
        #expect((JobID(one) < JobID(other)) != (JobID(other) < JobID(one)))
    }

    @Test(arguments: ["", "ftjob-abc", "ftjob-abcdefghijklmnopqrstuvwxyz", "caf\u{E9}", "\u{0}"])
    func theSameBytesAreTheSameId(text: String) {
        let copy = String(decoding: Array(text.utf8), as: UTF8.self)
        #expect(JobID(text) == JobID(copy) && JobID(text).hashValue == JobID(copy).hashValue)
        #expect(!(JobID(text) < JobID(copy)))
    }

    /// As SQLite sorts text: `z` before `é`, whatever a locale says.
    @Test func theOrderIsThatOfTheBytes() {
        #expect(
            ["\u{E9}", "z", "e\u{301}", "Z", "zz"].map { JobID($0) }.sorted().map(\.rawValue)
                == ["Z", "e\u{301}", "z", "zz", "\u{E9}"])
    }
}
