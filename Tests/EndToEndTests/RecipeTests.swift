import FineTuning
import Glibc
import Testing
import Text

@testable import EndToEndSupport

/// "Take your tuned model elsewhere" of the README, word by word, from one server to another.
@Suite struct RecipeTests {
    /// The lines of the README's recipe.
    private static func lines() throws -> [String] {
        let path = #filePath.replacing("Tests/EndToEndTests/RecipeTests.swift", with: "README.md")
        let readme = try #require(TextFile.read(path))
        let start = try #require(readme.firstRange(of: "<!-- recipe -->\n```sh\n"))
        return readme[start.upperBound...].split(separator: "\n", omittingEmptySubsequences: false)
            .prefix { $0 != "```" }.map(String.init)
    }

    @Test func aTunedModelIsTakenElsewhereInFiveCommands() throws {
        let place = try Place()
        let old = try SimulatedServer(place, speed: 1000, options: ["--like", "openai"])
        let new = try SimulatedServer(place, speed: 1000, options: ["--like", "nebius"])
        try place.configure(
            old.baseURL,
            sections: ["[account \"other\"]", "base-url = \(new.baseURL)", "key-file = \(place.keyFile)"])
        func rows(_ numbers: Range<Int>) -> String {
            numbers.map { number in
                #"{"messages":[{"role":"user","content":"What is \#(number) plus one?"},"#
                    + #"{"role":"assistant","content":"It is \#(number + 1)."}]}"# + "\n"
            }.joined()
        }
        try TextFile.write(rows(0..<20), to: place.file("train.jsonl"))
        try TextFile.write(rows(5..<10), to: place.file("held-out.jsonl"))
        let made = try place.control("submit", place.file("train.jsonl"), "--yes", "--wait", "-o", "name")
        #expect(made.code == 0, "\(made.errors)")

        let lines = try Self.lines()
        #expect(lines.count == 5)
        var output = ""
        for line in lines {
            if line.hasPrefix("ftctl eval") {
                let job = try #require(try new.jobIDs().first)
                try new.deploy(JobID(job), as: "tuned")
            }
            let result = try place.shell("ftctl() { \"$ftctl\" \"$@\"; }; cd \(place.path) && \(line)")
            #expect(result.code == 0, "\(line)\n\(result.output)\n\(result.errors)")
            output = result.output
        }
        #expect(TextFile.bytes(place.file("answers/answers.jsonl"))?.isEmpty == false)
        // Both say what they have learned.
        #expect(output.contains("tuned"), "\(output)")
        #expect(output.contains("1.000"), "\(output)")
    }
}
