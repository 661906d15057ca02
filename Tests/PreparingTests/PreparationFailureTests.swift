import Glibc
import Preparing
import TestSupport
import Testing
import TrainingData

@Suite struct PreparationFailureTests {
    private static let noRow =
        "in:1: no row: expected JSON objects, one a line or in an array, or a first line that names columns, "
        + "separated by commas, semicolons, tabs or |"

    @Test(arguments: [
        ("{\"q\": 1, \"a\": 2}\n\n{\"q\": \"é\", 'a': 2}\n", "in:3:12: not JSON: expected a key in double quotes"),
        ("{\"q\": 1, \"a\": 2}\n{\"q\": 1, \"a\": 2}}", "in:2:17: not JSON: expected the end of the text"),
        ("{\"q\": \"\\ud800\", \"a\": 2}", "in:1:8: not JSON: expected a whole surrogate pair"),
        ("{\"q\": 1, \"a\": nan}", "in:1:15: not JSON: expected a value"),
        (
            "{\"q\": 1, \"a\": 2}\n[1, 2]",
            "in:2: expected an object, {\"column\": value, …}, one a line; found an array"
        ),
        ("17", "in:1: expected an object, {\"column\": value, …}, one a line; found a number"),
        ("{\n  \"q\": 1\n}", "in:1: no column \"a\"; there are q"),
        ("{\n  \"q\": 1,\n  \"a\": x\n}", "in:3:8: not JSON: expected a value"),
        ("{\"q\": 1, \"a\": \"cut", "in:1:19: not JSON: expected a closing double quote"),
        ("{\"q\": \"a\nb\", \"a\": 2}", "in:1:9: not JSON: expected a closing double quote"),
        (
            "{'q': 1, 'a': None}",
            "in is not JSONL: its rows are Python literals, with single quotes; write them with json.dumps"
        ),
        ("question\n1,2", Self.noRow),
        ("<meta content=\"a, b\">", Self.noRow),
        ("('q', 'a')", Self.noRow),
        ("\"q, a\"", "in:1: expected an object, {\"column\": value, …}, one a line; found a string"),
        ("q,a\n1", "in:2:1: not CSV: expected 2 values, as the first line names; found 1"),
        ("", "in has no rows; nothing was written"),
        ("\n \n", "in has no rows; nothing was written"),
        ("{\"q\": 1}", "in:1: no column \"a\"; there are q"),
        (
            "{\"q\": 1, \"A\": 2}",
            "in:1: no column \"a\"; there are q, A; did you mean \"A\"?"
        ),
        (
            "{\"q\": 1, \"a\": 2}\n{\"q\": 1, \"z\": 2}",
            "in:2: no column \"a\"; there are q, z; require \"a\" to drop the rows without it"
        ),
        ("\n{\"q\": 1, \"z\": 2}", "in:2: no column \"a\"; there are q, z"),
        (
            "{\"q\": 1, \"a\": [2]}",
            "in:1: column \"a\" holds an array or an object; a template takes text, numbers, true, false and null, "
                + "or a value within it: {a.KEY}, {a[0]}"
        ),
    ])
    func badRowsAreNamedByLineColumnAndCause(rows: String, message: String) throws {
        let scratch = try TemporaryDirectory()
        try scratch.write("in", rows)
        try scratch.write("out", "old")
        let error = #expect(throws: (any Error).self) {
            _ = try Preparation(mapping: .questions()).run(
                from: .file("\(scratch.path)/in"), to: .file("\(scratch.path)/out"))
        }
        #expect(error.map { "\($0)" }?.replacing("\(scratch.path)/", with: "") == message)
        #expect(try scratch.text("out") == "old")
        #expect(scratch.names == ["in", "out"])
    }

    @Test(
        arguments: [
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], .xz), (Array("BZh9".utf8), .bzip2), ([0x50, 0x4B, 3, 4], .zip),
            (Array("PAR1".utf8), .parquet),
        ] as [([UInt8], ForeignFormat)])
    func filesOfAnotherKindAreNamed(start: [UInt8], format: ForeignFormat) throws {
        let scratch = try TemporaryDirectory()
        try scratch.write("in", start + [UInt8](repeating: 0x20, count: 20))
        let error = #expect(throws: TrainingDataError.self) {
            _ = try Preparation(mapping: .questions()).run(
                from: .file("\(scratch.path)/in"), to: .file("\(scratch.path)/out"))
        }
        #expect(error?.reason == .foreign(format))
        #expect(scratch.names == ["in"])
    }

    @Test(
        arguments: [([0x1F, 0x8B, 0x08], "gzip"), ([0x28, 0xB5, 0x2F, 0xFD], "zstd")] as [([UInt8], String)])
    func compressedFilesThatAreDamagedAreNamed(start: [UInt8], format: String) throws {
        let scratch = try TemporaryDirectory()
        let path = try scratch.write("in", start + [UInt8](repeating: 0x20, count: 20))
        let error = #expect(throws: TrainingDataError.self) {
            _ = try Preparation(mapping: .questions()).run(
                from: .file(path), to: .file("\(scratch.path)/out"))
        }
        #expect(error?.description == "cannot read \(path) as \(format): it is damaged")
        #expect(scratch.names == ["in"])
    }

    @Test func aLineThatNeverEndsIsRefusedInBounds() throws {
        let error = #expect(throws: TrainingDataError.self) {
            _ = try Preparation(mapping: .questions()).run(from: .file("/dev/zero"), to: .file("/dev/null"))
        }
        #expect(error?.reason == .lineTooLong(line: 1, limit: 100_000_000))
        #expect(
            error?.description == "/dev/zero:1: the line is longer than 100 MB; JSONL has one row a line")
    }

    @Test func aMistypedRequirementIsNotAnEmptyResult() throws {
        let error = #expect(throws: TrainingDataError.self) {
            _ = try prepared(
                #"{"question": "x", "suport": "y"}"#,
                RowMapping(
                    user: MessageTemplate("{question}"), assistant: MessageTemplate("{suport}"), required: ["support"]))
        }
        #expect(
            error?.description.split(separator: "/").last
                == "in.jsonl: no row has a column \"support\"; there are question, suport; did you mean \"suport\"?")
    }

    @Test func anEmptyResultIsAnErrorWithItsReasons() throws {
        let error = #expect(throws: PreparationError.self) {
            _ = try prepared("{\"q\": 1, \"a\": \"\"}\n{\"q\": 1, \"a\": null}", .questions(required: ["q", "a"]))
        }
        #expect(
            error?.description.split(separator: "/").last
                == "in.jsonl: of 2 rows none is left (no a: 2); nothing was written")
    }

    @Test func whatCannotBeOpenedSaysWhy() throws {
        let missing = #expect(throws: TrainingDataError.self) {
            _ = try Preparation(mapping: .questions()).run(
                from: .file("/nonexistent/in.jsonl"), to: .file("/tmp/never"))
        }
        #expect(missing?.description == "cannot read /nonexistent/in.jsonl: No such file or directory")
        let scratch = try TemporaryDirectory()
        let input = try scratch.write("in", #"{"q": 1, "a": 2}"#)
        let unwritable = #expect(throws: TrainingDataError.self) {
            _ = try Preparation(mapping: .questions()).run(from: .file(input), to: .file("/nonexistent/out"))
        }
        #expect(
            unwritable?.description
                == "cannot write /nonexistent/out: No such file or directory; nothing was changed there")
        let directory = #expect(throws: TrainingDataError.self) {
            _ = try Preparation(mapping: .questions()).run(from: .file("/tmp"), to: .file("\(scratch.path)/out"))
        }
        #expect(directory?.description == "cannot read /tmp: Is a directory")
        #expect(scratch.names == ["in"])
    }

    @Test func aFullDiskIsReported() throws {
        let scratch = try TemporaryDirectory()
        let input = try scratch.write("in", #"{"q": 1, "a": 2}"#)
        let error = #expect(throws: TrainingDataError.self) {
            _ = try Preparation(mapping: .questions()).run(from: .file(input), to: .file("/dev/full"))
        }
        #expect(error?.description == "cannot write /dev/full: No space left on device; the output is cut")
    }

    @Test func moreColumnsThanAnySetHasAreRefused() throws {
        let rows = (0..<5_000).map { "{\"q\": 1, \"a\": 2, \"k\($0)\": 3}" }.joined(separator: "\n")
        let error = #expect(throws: TrainingDataError.self) { _ = try prepared(rows, .questions()) }
        #expect(error?.reason == .tooManyColumns(line: 4_095, limit: 4_096))
    }

    /// The rows were gone, whether the run came to its end or not.
    @Test func theOutputIsNeverTheInput() throws {
        let scratch = try TemporaryDirectory()
        let row = #"{"q": 1, "a": 2}"#
        let file = try scratch.write("rows", row)
        symlink("rows", "\(scratch.path)/link")
        link(file, "\(scratch.path)/hard")
        for name in ["rows", "link", "hard", "./rows"] {
            let error = #expect(throws: TrainingDataError.self) {
                _ = try Preparation(mapping: .questions())
                    .run(from: .file(file), to: .file("\(scratch.path)/\(name)"))
            }
            #expect(error?.reason == .sameAsInput(input: file))
        }
        #expect(try scratch.text("rows") == row)
    }

    @Test func theOutputReplacesAFileBehindALinkAndKeepsItsPermissions() throws {
        let scratch = try TemporaryDirectory()
        let input = try scratch.write("in", #"{"q": 1, "a": 2}"#)
        let file = try scratch.write("rows", "old")
        chmod(file, 0o640)
        symlink("rows", "\(scratch.path)/link")
        _ = try Preparation(mapping: .questions()).run(from: .file(input), to: .file("\(scratch.path)/link"))
        var status = stat()
        #expect(lstat("\(scratch.path)/link", &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
        #expect(stat(file, &status) == 0 && status.st_mode & 0o777 == 0o640)
        #expect(try scratch.text("rows").hasPrefix("{\"messages\""))
    }
}
