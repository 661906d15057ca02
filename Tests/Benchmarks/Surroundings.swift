import Files
import Glibc
import Processes

/// What the benchmarks need: the programs beside this one, a Python for the peers, a place for files.
struct Surroundings {
    /// Where this program and the others lie.
    let programs: String
    /// The checkout.
    let checkout: String
    /// A directory that is removed at the end.
    let scratch: String
    /// `FTD_BENCH_PYTHON`, or `python3`.
    let python: String
    let environment: [String: String]

    init() throws {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        let executable = String(decoding: buffer.prefix(max(0, length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        programs = WholeFile.directory(of: executable)
        checkout = WholeFile.directory(of: WholeFile.directory(of: WholeFile.directory(of: #filePath)))
        var template = Array("/tmp/ftd-bench-XXXXXX".utf8CString)
        guard let made = template.withUnsafeMutableBufferPointer({ $0.baseAddress.flatMap { mkdtemp($0) } }) else {
            throw BenchmarkError("cannot make a directory in /tmp")
        }
        scratch = String(cString: made)
        python = getenv("FTD_BENCH_PYTHON").map { String(cString: $0) } ?? "/usr/bin/python3"
        // Without PYTHONDONTWRITEBYTECODE a script that imports another leaves files beside it.
        environment = [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": scratch, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1",
        ]
    }

    func program(_ name: String) -> String { "\(programs)/\(name)" }

    func script(_ name: String) -> String { "\(checkout)/Tests/Benchmarks/python/\(name)" }

    /// The folder of rank files beside the checkout, if it is there.
    var ranks: String? {
        let folder = "\(checkout)/../shared/data/tokenizers"
        return access("\(folder)/o200k_base.tiktoken", R_OK) == 0 ? folder : nil
    }

    /// Whether that Python has these modules.
    func has(_ modules: String...) -> Bool { has(modules) }

    /// Whether that Python has these modules.
    func has(_ modules: [String]) -> Bool {
        let check = modules.map { "import \($0)" }.joined(separator: "; ")
        let result = ChildProcess.run(
            ChildCommand(arguments: [python, "-c", check], environment: environment, timeout: .seconds(60)))
        return result.ending == .exited(0)
    }

    /// Removes what was made, the daemon's spool included.
    func remove() {
        for directory in ["\(scratch)/spool", scratch] {
            for name in (try? WholeFile.names(in: directory)) ?? [] { unlink("\(directory)/\(name)") }
            rmdir(directory)
        }
    }

    /// The machine, for whoever reads the figures.
    func describe() {
        let result = ChildProcess.run(
            ChildCommand(
                arguments: ["/bin/sh", "-c", "grep -m1 'model name' /proc/cpuinfo | cut -d: -f2; nproc; uname -r"],
                environment: environment))
        let lines = result.standardOutput.text.split(separator: "\n").map { $0.drop { $0 == " " } }
        print(
            "machine: \(lines.first ?? "unknown"), \(lines.dropFirst().first ?? "?") cores, Linux \(lines.last ?? "?")")
    }
}
