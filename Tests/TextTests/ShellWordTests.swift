import Testing

@testable import Text

@Suite struct ShellWordTests {
    @Test(arguments: [
        ("train.jsonl", "train.jsonl"), ("/a/b-c_d@1:2%,+=.x", "/a/b-c_d@1:2%,+=.x"), ("it is", "'it is'"),
        ("it's", #"'it'\''s'"#), ("", "''"), ("$(x)", "'$(x)'"), ("é", "'é'"), ("~x", "'~x'"),
    ])
    func aShellReadsItAsOneWord(text: String, word: String) { #expect(text.shellWord == word) }
}
