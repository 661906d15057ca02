import Dispatch
import Files
import Glibc
import Processes
import Synchronization

/// A program that runs beside the benchmark until it is stopped.
final class Running: Sendable {
    private let isStopped = Atomic<Bool>(false)
    private let ended = DispatchGroup()
    private let output: String

    init(_ arguments: [String], _ output: String, _ environment: [String: String]) throws {
        self.output = output
        let command = ChildCommand(
            arguments: ["/bin/sh", "-c", "exec \"$@\" > \"$0\" 2>&1", output] + arguments, environment: environment,
            timeout: .seconds(900), grace: .seconds(6))
        DispatchQueue(label: "ftd.benchmark").async(group: ended) { [self] in
            _ = ChildProcess.run(command) { isStopped.load(ordering: .acquiring) }
        }
    }

    func firstLine() throws -> String {
        for _ in 0..<2000 {
            let text = ((try? WholeFile.read(output)) ?? nil).map { String(decoding: $0, as: UTF8.self) } ?? ""
            if let end = text.firstIndex(of: "\n") { return String(text[..<end]) }
            usleep(5000)
        }
        throw BenchmarkError("no line in \(output)")
    }

    func stop() {
        isStopped.store(true, ordering: .releasing)
        _ = ended.wait(timeout: .now() + .seconds(10))
    }
}
