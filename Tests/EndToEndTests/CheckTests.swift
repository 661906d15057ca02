import Glibc
import JSONText
import TestSupport
import Testing
import Text

@testable import EndToEndSupport

/// `ftctl check` as a shell sees it.
@Suite struct CheckTests {
    private let place: Place
    init() throws { place = try Place() }

    private func file(_ name: String, _ text: String) throws -> String {
        let path = place.file(name)
        try TextFile.write(text, to: path)
        return path
    }

    /// The built-in table tells when the models end: what is checked here is to be taken on any day.
    private func useModelsWithoutEnd() throws {
        try TextFile.write("", to: place.configuration)
        let folders = ["home", "home/.config", "home/.config/ftd"].map(place.file)
        for folder in folders { mkdir(folder, 0o700) }
        try TextFile.write(
            "[model \"gpt-4o-mini-2024-07-18\"]\nshutdown = 9999-12-31\ntunable-until = 9999-12-31\n",
            to: place.file("home/.config/ftd/models.conf"))
    }

    @Test func aGoodFileIsTakenWithACost() throws {
        try useModelsWithoutEnd()
        let path = try file("train.jsonl", TrainingRows.text(12))
        let result = try place.control("check", path)
        #expect(result.code == 0)
        #expect(result.output.contains("✔ the server would take this file\n"))
        #expect(result.output.contains("  epochs      auto would train 8\n"))
        #expect(result.output.contains("  cost        about 0.00"), "\(result.output)")
        #expect(result.errors == "next: ftctl submit \(path)\n")
    }

    /// The built-in prices are OpenAI's own.
    @Test func anotherServerHasNoKnownPrice() throws {
        try place.configure("http://127.0.0.1:9/v1")
        let path = try file("train.jsonl", TrainingRows.text(12))
        let result = try place.control("check", path, "-o", "json")
        let json = try JSONValue.parse(Array(result.output.utf8))
        #expect(json["cost"]?["likely"] == .null)
        #expect(json["cost"]?["reason"]?.string?.hasPrefix("the known prices are OpenAI's own") == true)
    }

    @Test func aBadFileIsRefusedAndMended() throws {
        try useModelsWithoutEnd()
        let text = TrainingRows.text(12).replacingFirst("\"role\": \"user\"", with: "\"role\": \"usr\"")
        let path = try file("train.jsonl", text)
        let refused = try place.control("check", path)
        #expect(refused.code == 1)
        #expect(refused.output.contains("✖ error  unknown-role  1 (--fix writes \"user\")\n"))
        let fixed = place.file("train.fixed.jsonl")
        #expect(refused.errors == "next: ftctl check \(path) --fix --write \(fixed)\n")
        let mended = try place.control("check", path, "--fix", "--write", fixed)
        #expect(mended.code == 0)
        #expect(
            mended.errors == """
                wrote \(fixed): 12 rows, 1 changed, 0 left out
                mended: unknown-role 1
                next: ftctl submit \(fixed)

                """)
        #expect(TextFile.read(fixed) == TrainingRows.text(12))
        #expect(TextFile.read(path) == text)
        #expect(TextFile.names(in: place.path).filter { $0.contains("tmp") } == [])
    }

    @Test func whatIsNoJSONLIsNamedAndNothingIsWritten() throws {
        try TextFile.write("", to: place.configuration)
        let path = try file("rows.csv", "question,answer\nWhy?,Because.\n")
        let result = try place.control("check", path)
        #expect(result.code == 1)
        #expect(
            result.output.contains("it looks like CSV; make examples of its rows: ftctl prepare FILE -o train.jsonl"))
        let mended = try place.control("check", path, "--fix", "--write", place.file("out"))
        #expect(mended.code == 1)
        #expect(mended.errors.hasPrefix("ftctl: \(path) is not JSONL: it looks like CSV"))
        #expect(TextFile.read(place.file("out")) == nil)
    }

    @Test func standardInputIsCheckedAndAClosedPipeIsNoFailure() throws {
        try TextFile.write("", to: place.configuration)
        let path = try file("train.jsonl", TrainingRows.text(12))
        let piped = try place.shell("cat \(path) | $ftctl check - --no-tokens")
        #expect(piped.code == 0)
        #expect(piped.output.hasPrefix("standard input: 12 examples"))
        #expect(piped.errors == "")
        let many = try file("many.jsonl", String(repeating: TrainingRows.text(1), count: 20_000))
        let cut = try place.shell("set -o pipefail; $ftctl check \(many) --no-tokens --all -o jsonl | head -1 | wc -l")
        #expect(cut.code == 0)
        #expect(cut.output.trimmed == "1")
        #expect(cut.errors == "")
    }

    @Test func anInterruptedMendLeavesNothing() throws {
        let out = place.file("out.jsonl")
        let program = try interrupt(["--fix", "--write", out])
        #expect(try program.end() == .exited(130))
        #expect(program.errors == "ftctl: interrupted; \(out) is as it was\n")
        #expect(TextFile.names(in: place.path).filter { $0.contains("out.jsonl") } == [])
    }

    @Test func anInterruptedCheckSaysSo() throws {
        let program = try interrupt([])
        #expect(try program.end() == .exited(130))
        #expect(program.errors == "ftctl: interrupted\n")
        #expect(program.output == "")
    }

    /// Checks a pipe that has one row and never ends, and interrupts that.
    private func interrupt(_ options: [String]) throws -> Program {
        try TextFile.write("", to: place.configuration)
        let pipe = place.file("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        // Open for writing too, so that neither side waits for the other and the program never sees an end.
        let descriptor = open(pipe, O_RDWR | O_CLOEXEC)
        defer { close(descriptor) }
        let program = try place.start(Binaries.control, ["check", pipe, "--no-tokens"] + options)
        let row = Array(TrainingRows.text(1).utf8)
        #expect(write(descriptor, row, row.count) == row.count)
        try wait(until: "the row is read") {
            var unread: Int32 = 0
            return ioctl(descriptor, UInt(FIONREAD), &unread) == 0 && unread == 0
        }
        program.send(SIGINT)
        try wait(until: "it has ended") { program.ending != nil }
        return program
    }
}

extension String {
    fileprivate func replacingFirst(_ old: String, with new: String) -> String {
        guard let range = firstRange(of: old) else { return self }
        return self[..<range.lowerBound] + new + self[range.upperBound...]
    }
}
