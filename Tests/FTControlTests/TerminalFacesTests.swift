import Commands
import FineTuning
import JobStorage
import JobViews
import Synchronization
import TestSupport
import Testing
import Text

@testable import FTControl

/// What a person sees of jobs, models, files and deliveries when the data are hostile, the terminal is narrow, the reader
/// is gone, or the store is not as it should be.
@Suite struct TerminalFacesTests {
    private let directory: TemporaryDirectory
    private let store: TestStore

    /// Steers a terminal, turns text around, breaks lines, and is a formula to a spreadsheet.
    private static let hostile = "=cmd|'/c calc'!A1\u{1B}[2J\u{1B}]0;x\u{7}\r\nnext\u{202E}evil\u{200B}\u{9B}31m"
    private static let jobs: [Job] = {
        var jobs = TestStore.jobs
        for index in jobs.indices {
            jobs[index].suffix = hostile
            jobs[index].model = ModelName("m\(index)\(hostile)")
            jobs[index].trainingFile = FileID("file-\(index)\(hostile)")
            if jobs[index].error != nil {
                jobs[index].error = JobError(code: hostile, message: hostile, param: hostile)
            }
            jobs[index].fineTunedModel = jobs[index].fineTunedModel.map { ModelName("\($0)\(hostile)") }
            jobs[index].metadata = [MetadataPair(key: hostile, value: hostile)]
        }
        jobs[2].status = JobStatus(word: hostile)
        return jobs
    }()

    init() throws {
        directory = try TemporaryDirectory()
        store = try TestStore(in: directory.path, jobs: Self.jobs)
    }

    private static let faces: [[String]] = [
        ["list"], ["list", "-o", "wide"], ["show", "latest"], ["show", "k2Jx"], ["model", "--all"], ["status"],
        ["hooks", "deliveries"], ["hooks", "list"], ["events", "k2Jx"], ["usage"], ["submissions", "list"], [],
    ]

    private func run(
        _ arguments: [String], width: Int? = nil, environment: [String: String] = [:]
    ) -> TestProgram.Outcome {
        TestProgram(
            terminal: width.map { .wide($0) } ?? .none,
            environment: environment.merging(["HOME": directory.path]) { $1 }
        ).run(["--store", store.path, "--color", "never"] + arguments, table: ControlProgram.table)
    }

    @Test(arguments: faces, [20, 40, 80, 200]) func nothingSteersATerminalOrLeavesItsLine(
        _ face: [String], _ width: Int
    ) {
        let outcome = run(face, width: width)
        #expect(outcome.code == .done || face == ["status"], "\(outcome)")
        for line in (outcome.output + outcome.errors).split(separator: "\n", omittingEmptySubsequences: false) {
            #expect(String(line).printable == line)
            if face != ["list", "-o", "wide"], !face.isEmpty { #expect(String(line).displayWidth <= width, "\(line)") }
        }
    }

    @Test(arguments: [
        ["list"], ["model", "--all"], ["hooks", "deliveries"], ["events", "k2Jx"], ["usage", "--by", "name,model"],
    ])
    func aSpreadsheetFindsNoFormula(_ face: [String]) {
        let outcome = run(face + ["-o", "csv"])
        #expect(outcome.code == .done)
        for line in outcome.output.split(separator: "\r\n") {
            #expect(String(line).printable == line)
            for field in line.split(separator: ",") {
                #expect(!["=", "+", "@"].contains(field.first { $0 != "\"" }), "\(field)")
            }
        }
    }

    @Test(arguments: [20, 40, 80]) func filesAreListedByTheSameRules(_ width: Int) throws {
        let rows = (0..<3).map { number in
            FileView(
                file: RemoteFile(
                    id: FileID("file-\(number)EUPGmm1yAd3axrQ0pyoeAKuE"), bytes: 8_100_000,
                    createdAt: TestProgram.now - .seconds(60), filename: Self.hostile, purpose: "fine-tune",
                    status: Self.hostile), users: Self.jobs.map(\.id))
        }
        let program = TestProgram(terminal: .wide(width))
        let context = CommandContext(program.surroundings, Arguments())
        try context.print(rows, as: FileReport.report(rows), narrowings: FileReport.narrowings)
        try context.output.flush()
        let lines = program.written.split(separator: "\n")
        #expect(lines.count == 4)
        for line in lines {
            let plain = String(line).replacingStyles
            #expect(plain.displayWidth <= width)
            #expect(plain.printable == plain)
        }
        #expect(program.written.contains("0EUPGmm1y"))
        #expect(program.written.contains("08:32"))
    }

    /// Ids, times and types at 80 columns: none of the three could be read there.
    @Test func eightyColumnsShowIdTimeAndType() {
        let deliveries = run(["hooks", "deliveries"], width: 80).output
        #expect(deliveries.contains("evt_2"))
        #expect(deliveries.contains("k2Jx0QmVw"))
        #expect(deliveries.contains("succeeded"))
        #expect(deliveries.contains("yest."))
        let models = run(["model", "--all"], width: 80).output
        #expect(models.contains("k2Jx0QmVw"))
        #expect(models.contains("CREATED"))
    }

    @Test(arguments: faces) func whatIsNotUTF8GetsASCII(_ face: [String]) throws {
        let own = try TemporaryDirectory()
        let plain = try TestStore(in: own.path)
        let environment = ["HOME": own.path, "LC_ALL": "C"]
        for terminal in [Terminal.none, .wide(80)] {
            let outcome = TestProgram(terminal: terminal, environment: environment)
                .run(["--store", plain.path] + face, table: ControlProgram.table)
            #expect(outcome.output.utf8.allSatisfy { $0 < 0x80 }, "\(outcome.output)")
            #expect(outcome.errors.utf8.allSatisfy { $0 < 0x80 }, "\(outcome.errors)")
        }
    }

    @Test(arguments: faces) func aReaderThatIsGoneIsNoFailure(_ face: [String]) {
        let program = TestProgram(environment: ["HOME": directory.path])
        var surroundings = program.surroundings
        surroundings.output = OutputWriter { _ throws(OutputError) in throw OutputError.closed }
        let code = ControlProgram.table.run(["--store", store.path] + face, in: surroundings)
        #expect(code == .done || face == ["status"] && code == .failed)
        #expect(program.said.utf8.count < 2000)
    }

    @Test(arguments: [
        ["show", "nope"], ["events", "nope"], ["loss", "nope"], ["model", "--job", "nope"],
        ["ask", "x", "--job", "nope"], ["hooks", "deliveries", "--job", "nope"], ["submissions", "show", "nope"],
    ])
    func aNameThatNothingHasIsNotFound(_ arguments: [String]) {
        let outcome = run(arguments)
        #expect(outcome.output == "")
        #expect(outcome.code == .notFound)
        #expect(outcome.errors.contains("\"nope\""))
    }

    @Test(arguments: [
        "O1OEE7eEyFNJsO2Eu5otzWA8", "ftjob-O1OEE7eEyFNJsO2Eu5otzWA8", "ftjob-O1", "O1", "otzWA8", "eEyFN", "latest",
    ])
    func anyUniquePartNamesAJob(_ name: String) {
        let outcome = run(["show", name, "-o", "name"])
        #expect(outcome == .init(output: "ftjob-O1OEE7eEyFNJsO2Eu5otzWA8\n", errors: "", code: .done))
    }

    @Test func whatSeveralHaveNamesThem() {
        let outcome = run(["show", "k"])
        let message = """
            ftctl: "k" may be any of 2 jobs: write more of the id
              ftjob-k2Jx0QmVwq3n1Zt7LrYp9aBc
              ftjob-k9sQ4TnWfYc8uHk5RjDm2xEo

            """
        #expect(outcome == .init(output: "", errors: message, code: .usage))
    }
}

extension String {
    /// Without the sequences that bold titles and colours are made of.
    fileprivate var replacingStyles: String {
        var text = self
        for code in ["0", "1", "2", "31", "32", "33", "36"] {
            text = text.split(separator: "\u{1B}[\(code)m", omittingEmptySubsequences: false).joined()
        }
        return text
    }
}
