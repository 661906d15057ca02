import FineTuning
import Glibc
import TestSupport
import Testing

@testable import Submission

@Suite struct DataFileTests {
    @Test func aFileIsNamedByItsContentAndItsRealPath() throws {
        let directory = try TemporaryDirectory()
        let file = try #require(fopen(directory.path("data.jsonl"), "we"))
        fputs("hello", file)
        fclose(file)
        try #require(symlink("data.jsonl", directory.path("link")) == 0)
        let data = try SubmissionPlan.DataFile.reading(path: directory.path("link"))
        #expect(data.path.hasSuffix("/data.jsonl"))
        #expect(data.filename == "data.jsonl")
        #expect(data.bytes == 5)
        #expect(data.sha256 == "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824")
    }

    @Test func aMissingFileIsASentence() throws {
        let error = #expect(throws: SubmissionError.self) {
            try SubmissionPlan.DataFile.reading(path: "/nowhere/\u{1B}x")
        }
        #expect(error?.description == "could not open /nowhere/\\u{1b}x: No such file or directory")
    }
}
