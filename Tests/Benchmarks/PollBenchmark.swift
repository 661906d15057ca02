import Files
import Glibc
import HTTPClient
import JSONText
import JobStorage
import Processes

/// `ftd` polling 100 jobs a thousand times, beside a loop on the official Python SDK that lists them as often.
enum PollBenchmark {
    private static let polls = 1000

    static func run(_ surroundings: Surroundings) throws {
        let simulator = try Running(
            [surroundings.program("ftsim")], "\(surroundings.scratch)/ftsim.out", surroundings.environment)
        defer { simulator.stop() }
        let address = try simulator.firstLine()
        try post("\(address.dropLast(3))/_ftsim/jobs", #"{"status": "succeeded", "count": 100}"#)
        let ours = try daemon(surroundings, address)
        print("\npoll, 100 finished jobs, \(polls) polls, one listing each")
        print(
            "  ftd         \(Measurement.text(ours.cpu * 1e6 / Double(polls), 0, 7)) µs CPU a poll, "
                + "RSS \(Measurement.text(ours.before, 1, 0)) MB before, \(Measurement.text(ours.after, 1, 0)) MB after"
        )
        guard surroundings.has("openai") else {
            return print("skipped: openai is not installed for \(surroundings.python)")
        }
        var environment = surroundings.environment
        environment["OPENAI_BASE_URL"] = address
        environment["OPENAI_API_KEY"] = "sk-benchmark"
        let result = ChildProcess.run(
            ChildCommand(
                arguments: [surroundings.python, surroundings.script("poll_openai.py"), "\(polls)"],
                environment: environment, timeout: .seconds(600)))
        let words = result.standardOutput.text.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard result.ending == .exited(0), words.count == 2 else {
            throw BenchmarkError("poll_openai.py: \(result.standardError.text)")
        }
        print(
            "  openai SDK  \(Measurement.text(words[0] * 1e6 / Double(polls), 0, 7)) µs CPU a poll, "
                + "RSS \(Measurement.text(words[1], 1, 0)) MB after; "
                + "\(Measurement.text(words[0] / ours.cpu, 1, 0))x the CPU of ftd")
    }

    /// CPU seconds of the polls, and resident memory in megabytes before and after them.
    private static func daemon(
        _ surroundings: Surroundings, _ address: String
    ) throws -> (cpu: Double, before: Double, after: Double) {
        let store = "\(surroundings.scratch)/poll.db"
        let configuration = "\(surroundings.scratch)/poll.conf"
        try WholeFile.replace(
            configuration, with: Array("[poll]\nactive = 10ms\nidle = 10ms\n".utf8), mode: 0o600, durability: .process)
        var environment = surroundings.environment
        environment["OPENAI_BASE_URL"] = address
        environment["OPENAI_API_KEY"] = "sk-benchmark"
        let daemon = try Running(
            [surroundings.program("ftd"), "--config", configuration, "--store", store],
            "\(surroundings.scratch)/ftd.out", environment)
        defer { daemon.stop() }
        // The history is harvested first, one request a poll: that is not what is measured.
        let warm = try wait(store, polls: 1500)
        let before = (cpu: cpu(warm.pid), memory: memory(warm.pid))
        _ = try wait(store, polls: warm.polls + polls)
        return (cpu(warm.pid) - before.cpu, before.memory, memory(warm.pid))
    }

    private static func wait(_ store: String, polls: Int) throws -> (pid: Int32, polls: Int) {
        for _ in 0..<60_000 {
            if let live = try LiveState.read(besideStore: store), let account = live.accounts.values.first,
                account.polls >= polls
            {
                return (live.pid, account.polls)
            }
            usleep(5000)
        }
        throw BenchmarkError("ftd did not make \(polls) polls within five minutes")
    }

    /// User and system time of a process so far, in seconds (proc_pid_stat(5), fields 14 and 15).
    private static func cpu(_ pid: Int32) -> Double {
        let text = content("/proc/\(pid)/stat")
        let fields = text.drop { $0 != ")" }.split(separator: " ")
        guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private static func memory(_ pid: Int32) -> Double {
        let line = content("/proc/\(pid)/status").split(separator: "\n").first { $0.hasPrefix("VmRSS") } ?? ""
        return (line.split(separator: " ").compactMap { Double($0) }.first ?? 0) * 1.024 / 1000
    }

    /// Files of /proc have no size, so they are read to their end.
    private static func content(_ path: String) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 16_384)
        let count = read(descriptor, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    private static func post(_ url: String, _ body: String) throws {
        let response = try CurlTransport(userAgent: "ftd-benchmarks").send(
            HTTPRequest(method: .post, url: url, body: .bytes(Array(body.utf8))))
        guard response.isSuccess else { throw BenchmarkError("\(url): \(response.status)") }
    }
}
