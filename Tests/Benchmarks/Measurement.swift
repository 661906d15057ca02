import Files
import Glibc
import Processes

/// One command run several times as a whole process, measured by the operating system.
struct Measurement {
    /// Medians over the counted runs.
    struct Figures {
        /// From start to end, in seconds.
        var wall: Double
        /// User and system time, in seconds.
        var cpu: Double
        /// Peak resident memory, in megabytes of 1,000,000 bytes.
        var memory: Double
    }

    let name: String
    let arguments: [String]

    /// Runs several commands in turn, so that all of them see the same machine; the first round is not counted.
    ///
    /// Memory is measured by GNU time, because a child of a process as large as this one would report our own peak.
    static func inTurn(_ commands: [Measurement], rounds: Int = 5, environment: [String: String]) throws -> [Figures] {
        var runs = commands.map { _ in [Figures]() }
        for round in 0...rounds {
            for (index, command) in commands.enumerated() {
                let figures = try command.once(environment)
                if round > 0 { runs[index].append(figures) }
            }
        }
        return runs.map { runs in
            Figures(wall: median(runs.map(\.wall)), cpu: median(runs.map(\.cpu)), memory: median(runs.map(\.memory)))
        }
    }

    private func once(_ environment: [String: String]) throws -> Figures {
        let before = Self.processorTimeOfChildren()
        let result = ChildProcess.run(
            ChildCommand(
                arguments: ["/usr/bin/time", "-f", "%e %U %S %M"] + arguments, environment: environment,
                timeout: .seconds(300), outputLimit: 1 << 20))
        guard result.ending == .exited(0) else {
            throw BenchmarkError("\(name) failed: \(result.ending), \(result.standardError.text)")
        }
        let words = (result.standardError.lastLine ?? "").split(separator: " ").compactMap { Double($0) }
        guard words.count == 4 else { throw BenchmarkError("\(name): no figures from /usr/bin/time") }
        return Figures(
            wall: result.took.inSecondsOfWall, cpu: Self.processorTimeOfChildren() - before,
            memory: words[3] * 1.024 / 1000)
    }

    /// User and system time of all children that have ended, in seconds: GNU time rounds it to hundredths, and takes a
    /// millisecond itself.
    private static func processorTimeOfChildren() -> Double {
        var usage = rusage()
        getrusage(RUSAGE_CHILDREN, &usage)
        let microseconds = usage.ru_utime.tv_usec + usage.ru_stime.tv_usec
        return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + Double(microseconds) * 1e-6
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return sorted.count % 2 == 1
            ? sorted[sorted.count / 2] : (sorted[sorted.count / 2 - 1] + sorted[sorted.count / 2]) / 2
    }

    /// Prints a table with the ratio of each row's processor time to the first's: other work on the machine does not
    /// change it as it does the wall clock.
    static func report(_ title: String, _ commands: [Measurement], _ figures: [Figures]) {
        print("\n\(title)")
        print("  wall       CPU        peak RSS   CPU / first")
        for (command, figure) in zip(commands, figures) {
            let ratio = figures.first.map { figure.cpu / max($0.cpu, 1e-6) } ?? 1
            print(
                "  \(text(figure.wall * 1000, 1, 7)) ms \(text(figure.cpu * 1000, 1, 7)) ms "
                    + "\(text(figure.memory, 1, 7)) MB \(text(ratio, 1, 8))x  \(command.name)")
        }
    }

    /// A number with so many places, right-aligned.
    static func text(_ value: Double, _ places: Int, _ width: Int) -> String {
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        let scaled = Int64((value * scale).rounded())
        var digits = "\(scaled)"
        if places > 0 {
            digits = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
            digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -places))
        }
        return String(repeating: " ", count: max(0, width - digits.count)) + digits
    }
}

/// Why a benchmark could not be run.
struct BenchmarkError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

extension Duration {
    fileprivate var inSecondsOfWall: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
