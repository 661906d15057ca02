import BytePairEncoding
import Commands
import Glibc
import TestSupport
import Testing

@testable import FTControl

/// A home of its own, with or without rank files, and command lines run there.
struct RankFileScene {
    /// Whether the published rank files are beside the checkout; prints that tests are skipped where they are not.
    static let ranksAreThere: Bool = {
        let areThere = Encoding.all.allSatisfy { SharedData.has("tokenizers/\($0.rankFile.name)") }
        if !areThere { print("skipped: tests with the published rank files, which are not beside the checkout") }
        return areThere
    }()

    static let whyNot: Comment = "the published rank files are not beside the checkout"

    let directory: TemporaryDirectory
    var tokenizers: String { directory.path("data/ftd/tokenizers") }

    /// - Parameter installed: encodings whose published rank files are linked there.
    init(installed: [Encoding] = []) throws {
        // Where a line wraps depends on the length of a path in it: this one is as long wherever the tests run.
        directory = try TemporaryDirectory(in: "/tmp")
        guard !installed.isEmpty else { return }
        for path in ["data", "data/ftd", "data/ftd/tokenizers"] { mkdir(directory.path(path), 0o700) }
        for encoding in installed {
            let name = encoding.rankFile.name
            symlink("\(SharedData.path)/tokenizers/\(name)", "\(tokenizers)/\(name)")
        }
    }

    /// Nothing of the machine's own is looked at.
    var environment: [String: String] {
        [
            "HOME": directory.path, "XDG_DATA_HOME": directory.path("data"), "XDG_DATA_DIRS": "/nonexistent",
            "XDG_CONFIG_HOME": directory.path("config"), "FTD_CONFIG": directory.path("ftd.conf"),
        ]
    }

    /// Writes a file there, and gives its path.
    @discardableResult
    func file(_ name: String, _ text: String) throws -> String {
        try file(name, Array(text.utf8))
    }

    @discardableResult
    func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let path = directory.path(name)
        let file = try #require(fopen(path, "w"))
        defer { fclose(file) }
        #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
        return path
    }

    /// Runs a command line; paths of the scene are shown as `DIR`.
    func run(_ arguments: String..., terminal: Terminal = .none) throws -> TestProgram.Outcome {
        try run(arguments, terminal: terminal)
    }

    /// Runs a command line; paths of the scene are shown as `DIR`.
    func run(_ arguments: [String], terminal: Terminal = .none) throws -> TestProgram.Outcome {
        try file("ftd.conf", "")
        let program = TestProgram(terminal: terminal, environment: environment)
        var outcome = program.run(arguments, table: ControlProgram.table)
        outcome.output = shown(outcome.output)
        outcome.errors = shown(outcome.errors)
        return outcome
    }

    private func shown(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let range = rest.firstRange(of: directory.path) {
            result += rest[..<range.lowerBound] + "DIR"
            rest = rest[range.upperBound...]
        }
        return result + rest
    }
}
