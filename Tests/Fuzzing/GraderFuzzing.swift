@testable import TrainingCheck

/// A grader: an error in one sentence, or a text that is read as the same grader again.
enum GraderFuzzing {
    static func run(on bytes: [UInt8]) throws {
        let grader: Grader
        do throws(GraderError) { grader = try Grader(bytes) } catch { return try promiseSentence(error.description) }
        try promise(try Grader(Array(grader.text.utf8)) == grader, "another grader when it is read again")
        try promise(grader.fields.allSatisfy { !$0.isEmpty }, "a field without a name")
    }
}
