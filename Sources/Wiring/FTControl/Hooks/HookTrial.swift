import Commands
import Digest
import FineTuning
import HTTPClient
import Hooks
import JSONText
import JobStorage
import Settings
import Spool
import Text

/// A sample that is sent to a hook: by `ftd` where it runs, as it sends notices, else from here.
struct HookTrial {
    let settings: HookSettings
    let type: NoticeType
    let context: CommandContext

    /// What came of it.
    struct Result {
        let test: HookTest
        /// Who sent it.
        let sender: Sender
    }

    /// Who sent a sample.
    enum Sender: String {
        case daemon = "ftd"
        case control = "ftctl"
    }

    /// Sends it, and waits for the answer.
    func run() throws -> Result {
        try context.isDaemonRunning() ? sentByDaemon() : sentFromHere()
    }

    /// How long the daemon may take beyond the attempt itself.
    private static let patience: Duration = .seconds(15)

    private func sentByDaemon() throws -> Result {
        let store = try context.openStore()
        let wish = try context.leave(.test(settings.name, type))
        guard wish.isTaken else {
            throw CommandError(.failed, "hook \(settings.name): not tested yet", hints: ["See: ftctl status"])
        }
        let end = context.uptime + settings.timeout + Self.patience
        while context.uptime < end {
            if let test = try store.hookTest(wish: wish.name) { return Result(test: test, sender: .daemon) }
            try context.interrupt.sleep(for: .milliseconds(50))
        }
        throw CommandError(
            .failed, "hook \(settings.name): ftd did not say in time what came of the test",
            hints: [
                "It may be busy with a delivery to this hook, or its configuration may lack the hook: reload it, and "
                    + "see its log"
            ])
    }

    private func sentFromHere() throws -> Result {
        let hook = try Hook(settings, credentials: context.environment["CREDENTIALS_DIRECTORY"])
        let interrupt = context.interrupt
        let transport = CurlTransport(userAgent: "ftd/\(ProductVersion.text)") { interrupt.isRaised }
        let id = NoticeID("evt_sample_" + Hexadecimal.encode(RandomBytes.make(16)))
        let background = NoticeBackground(page: try context.settings().web.url)
        let sample = hook.sample(type, id: id, at: context.now, knowing: background)
        let attempt = HookRunner(transport: transport).attempt(sample, of: hook, at: context.now) {
            interrupt.isRaised
        }
        try interrupt.check()
        let (isTaken, answer) = attempt.outcome.answer
        let end = HookTest.End.sent(
            taken: isTaken, answer: answer, took: attempt.took, body: hook.sender.content(of: sample.body).bytes)
        return Result(
            test: HookTest(wish: "", hook: hook.name, time: context.now, type: type, end: end), sender: .control)
    }
}

extension HookTrial.Result {
    /// What a person sees.
    func lines(_ settings: HookSettings, _ context: CommandContext) -> [String] {
        func line(_ label: String, _ text: String) -> String {
            context.paint(label.padded(to: 9), .dim) + text
        }
        let target = settings.kind.map { "\($0.name) \($0.keys.target.printable)" } ?? "no kind"
        var lines = [line("hook", "\(test.hook.rawValue.printable) · \(target)")]
        lines.append(line("sample", "\(test.type.rawValue), sent by \(sender.rawValue)"))
        switch test.end {
        case .notSent(let reason):
            lines.append(line("answer", context.paint("✖ not sent", .bad) + ": \(reason.printable)"))
        case .sent(let isTaken, let answer, let took, let body):
            lines += HookBodyText.lines(body).enumerated().map { line($0.offset == 0 ? "request" : "", $0.element) }
            let mark = isTaken ? context.paint("✔ taken", .good) : context.paint("✖ not taken", .bad)
            lines.append(line("answer", "\(mark): \(answer.printable)"))
            lines.append(line("time", HumanText.duration(took)))
        }
        return lines
    }

    /// Keys are only ever added; what is unknown is null.
    static let fields: JSONFields<HookTrial.Result> = [
        JSONField("hook", "the hook's name") { .string($0.test.hook.rawValue) },
        JSONField("type", "the type of the sample") { .string($0.test.type.rawValue) },
        JSONField("by", "ftd or ftctl: who sent it") { .string($0.sender.rawValue) },
        JSONField("at", "when, in Unix seconds") { .integer($0.test.time.seconds) },
        JSONField("taken", "whether the receiver took it") { .bool($0.isTaken) },
        JSONField("sent", "whether it was sent at all") { .bool($0.sending != nil) },
        JSONField("answer", "what the receiver answered, or why nothing was sent") { .string($0.answer) },
        JSONField("took_ms", "how long the attempt took, in milliseconds") { result in
            result.sending.map { .integer($0.took.milliseconds) } ?? .null
        },
        JSONField("request", "the body that was sent") { result in
            result.sending.map { .string(String(decoding: $0.body, as: UTF8.self)) } ?? .null
        },
    ]

    /// What went out, and how long that took; nil where nothing was sent.
    private var sending: (took: Duration, body: [UInt8])? {
        switch test.end {
        case .sent(_, _, let took, let body): (took, body)
        case .notSent: nil
        }
    }

    private var answer: String {
        switch test.end {
        case .sent(_, let answer, _, _): answer
        case .notSent(let reason): reason
        }
    }

    /// Whether the receiver took it.
    var isTaken: Bool {
        switch test.end {
        case .sent(let isTaken, _, _, _): isTaken
        case .notSent: false
        }
    }
}

/// A hook's body for a person's eyes.
enum HookBodyText {
    /// The most lines of it.
    private static let greatest = 60

    /// JSON is indented; nothing of it reaches a terminal raw.
    static func lines(_ body: [UInt8]) -> [String] {
        let json = JSONText.JSONValue.lenient(body)
        let text = json.map { JSONWriter.text($0, style: .indented) } ?? String(decoding: body, as: UTF8.self)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).printable }
        let shown = lines.last?.isEmpty == true ? Array(lines.dropLast()) : lines
        guard shown.count > greatest else { return shown }
        return shown.prefix(greatest) + ["… \(HumanText.count(shown.count - greatest, "more line"))"]
    }
}

extension JSONValue {
    /// The value, or nil for what is no JSON: then it is shown as it is.
    fileprivate static func lenient(_ bytes: [UInt8]) -> JSONValue? {
        do { return try JSONValue.parse(bytes) } catch { return nil }
    }
}
