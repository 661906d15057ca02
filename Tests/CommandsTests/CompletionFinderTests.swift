import Testing

@testable import Commands

@Suite struct CompletionFinderTests {
    private let finder = CompletionFinder(table: TestVerbs.table) { kind in
        switch kind {
        case .job: [.init(text: "ftjob-1", explanation: "running"), .init(text: "ftjob-2", explanation: "failed")]
        case .status: ["running", "queued", "failed"].map { .init(text: $0, explanation: "") }
        case .none, .file, .directory, .model, .account, .hook, .submission, .verb: []
        }
    }

    @Test(arguments: [
        ([""], ["list", "show", "send", "hooks"]),
        (["s"], ["show", "send"]),
        (["hooks", ""], ["list", "test"]),
        (["hooks", "t"], ["test"]),
        (["show", ""], ["ftjob-1", "ftjob-2"]),
        (["show", "x"], []),
        (["show", "ftjob-1", ""], []),
        (["list", "--st"], ["--status", "--store"]),
        (["list", "-o", "js"], ["json", "jsonl"]),
        (["list", "--status", "r"], ["running"]),
        (["list", "--status", "running,"], ["running,queued", "running,failed"]),
        (["list", "--status=running,q"], ["--status=running,queued"]),
        (["list", "--output=c"], ["--output=csv"]),
        (["list", "--color", ""], ["auto", "always", "never"]),
        (["--color", "never", "li"], ["list"]),
        (["nonsense", ""], []),
    ])
    func offersWhatCanFollow(_ words: [String], _ texts: [String]) {
        #expect(finder.answer(words).candidates.map(\.text) == texts)
    }

    /// Two accounts on one server have the same jobs; a word that was offered twice was not completed.
    @Test func aWordIsOfferedOnce() {
        let finder = CompletionFinder(table: TestVerbs.table) { _ in
            ["running", "failed"].map { .init(text: "ftjob-1", explanation: $0) }
        }
        #expect(
            finder.answer(["show", "ft"]).candidates == [.init(text: "ftjob-1", explanation: "running")])
    }

    @Test(arguments: [
        (["send", "ftjob-1", ""], Completion.file), (["list", "--config", ""], .file), (["list", ""], .none),
    ])
    func offersPathsWherePathsGo(_ words: [String], _ paths: Completion) {
        #expect(finder.answer(words).paths == paths)
    }

    @Test(arguments: [
        (["--color", "=", "al"], ["--color=al"]), (["--color", "="], ["--color="]),
        (["a", "=", "b"], ["a", "=", "b"]),
        (["list", "--output", "=", "csv", "x"], ["list", "--output=csv", "x"]),
        (["--model", "ft", ":", "gpt"], ["--model", "ft:gpt"]), (["--model", "ft", ":"], ["--model", "ft:"]),
        (["ft", ":", "gpt", "::", "A"], ["ft:gpt::A"]),
    ])
    func bashSplitsAtEqualsSignsAndColons(_ words: [String], _ joined: [String]) {
        #expect(ShellCompletions.joined(words) == joined)
    }

    @Test(arguments: [
        (["--color", "=", "al"], "--color=always", "always"), (["list"], "list", "list"),
        (["ask", "--model", "ft", ":", "g"], "ft:gpt::A", "gpt::A"), (["ft", ":", "gpt", "::"], "ft:gpt::A", "A"),
        (["--model", "f"], "ft:gpt::A", "ft:gpt::A"),
    ])
    func bashReplacesWhatStandsBehindTheLastOfThem(_ words: [String], _ candidate: String, _ text: String) {
        #expect(ShellCompletions.replacement(candidate, for: words) == text)
    }
}
