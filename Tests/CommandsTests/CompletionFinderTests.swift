import Testing

@testable import Commands

@Suite struct CompletionFinderTests {
    private let finder = CompletionFinder(table: TestVerbs.table) {
        [.init(text: "ftjob-1", explanation: "running"), .init(text: "ftjob-2", explanation: "failed")]
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
        (["list", "--output=c"], ["--output=csv"]),
        (["list", "--color", ""], ["auto", "always", "never"]),
        (["--color", "never", "li"], ["list"]),
        (["nonsense", ""], []),
    ])
    func offersWhatCanFollow(_ words: [String], _ texts: [String]) {
        #expect(finder.answer(words).candidates.map(\.text) == texts)
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
    ])
    func bashSplitsAtEqualsSigns(_ words: [String], _ joined: [String]) {
        #expect(ShellCompletions.joined(words) == joined)
    }
}
