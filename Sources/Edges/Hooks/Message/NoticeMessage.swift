import FineTuning
import JSONText
import Text

/// A stored body as people read it: what chats, mails, desktops and templates are made from.
struct NoticeMessage: Hashable, Sendable {
    /// How people should feel about it.
    enum Tone: Hashable, Sendable {
        case good, bad, warning, neutral
    }

    /// A line of the table below the title.
    struct Fact: Hashable, Sendable {
        /// For example `Tuned model`.
        var label: String
        /// One line, printable.
        var value: String
        /// Whether it is a name that somebody may want to copy.
        var isName = false
    }

    /// The event's id.
    var id: String
    /// The event's type.
    var type: String
    /// When it was seen.
    var createdAt: UnixTime
    /// One line, printable: `sciq succeeded`.
    var title: String
    var tone: Tone
    /// What went wrong, or why; one line, printable.
    var text: String?
    var facts: [Fact]
    /// Where to look; an address of the configuration's page.
    var link: String?

    /// Reads a body that ``HookPayload`` made, or one with the bodies of several notices as `data.data`.
    ///
    /// Whatever is missing in it is left out: a newer version may have written it.
    init(_ body: [UInt8]) {
        // What does not parse was not written by us; there is nothing to say of it then.
        self.init((try? JSONValue.parse(body)) ?? .null)
    }

    init(_ event: JSONValue) {
        let data = event["data"] ?? .null
        id = event["id"]?.string?.printable ?? ""
        type = event["type"]?.string?.printable ?? ""
        // To the end of the year 9999: beyond, dates have no form.
        createdAt = UnixTime(seconds: min(max(event["created_at"]?.number?.integer ?? 0, 0), 253_402_300_799))
        link = data["url"]?.string
        let members = data["object"]?.string == "list" ? data["data"]?.array : nil
        if let members {
            let messages = members.map { NoticeMessage($0) }
            let count = data["count"]?.number?.integer ?? Int64(messages.count)
            title = Self.title(of: messages, among: count)
            tone = messages.map(\.tone).contains(.bad) ? .bad : messages.first?.tone ?? .neutral
            text = nil
            facts = messages.map { Fact(label: $0.title, value: $0.text ?? $0.facts.first { $0.isName }?.value ?? "") }
            return
        }
        let known = NoticeType(rawValue: type)
        let isTest = data["test"]?.bool == true
        title = (isTest ? "[test] " : "") + Self.title(known, type: type, data)
        tone = known.map(Self.tone) ?? .neutral
        text =
            (data["error"]?["message"]?.string ?? data["error"]?["code"]?.string ?? data["reason"]?.string)?
            .printable
        facts = Self.facts(data)
    }

    /// What it is about, in the fewest words: a job's name or id, or another subject's id.
    static func subject(_ data: JSONValue) -> String {
        let name = [data["name"], data["suffix"], data["id"]].lazy.compactMap { $0?.string }.first { !$0.isEmpty }
        return name?.printable(limit: 80) ?? "something"
    }

    private static func title(of messages: [NoticeMessage], among count: Int64) -> String {
        var words: [String] = []
        for message in messages {
            let word = message.type.split(separator: ".").last.map(String.init) ?? "event"
            if !words.contains(word) { words.append(word) }
        }
        let counts = words.map { word in
            "\(messages.count { $0.type.hasSuffix(".\(word)") || $0.type == word }) \(word)"
        }
        return "\(HumanText.count(count, "notice")): \(counts.joined(separator: ", "))"
    }

    private static func title(_ known: NoticeType?, type: String, _ data: JSONValue) -> String {
        let subject = subject(data)
        let account = data["account"]?.string?.printable(limit: 64) ?? subject
        switch known {
        case .jobSucceeded: return "\(subject) succeeded"
        case .jobFailed: return "\(subject) failed"
        case .jobCancelled: return "\(subject) was cancelled"
        case .jobRunning: return "\(subject) is running"
        case .jobPaused: return "\(subject) was paused"
        case .jobGone: return "\(subject) is gone"
        case .jobStalled: return "\(subject) is stalled"
        case .jobDiverging: return "\(subject) is diverging"
        case .apiDegraded: return "account \(account) cannot be watched"
        case .apiRecovered: return "account \(account) is watched again"
        case .submissionFailed: return "a submission in account \(account) failed"
        case .submissionParked: return "a submission in account \(account) waits"
        case .budgetExceeded: return "the budget of the month is exceeded"
        case .modelShutdown:
            let days = data["days_left"]?.number?.integer.map { " in \(HumanText.count($0, "day"))" } ?? " soon"
            return "\(subject) shuts down\(days)"
        case .hookDisabled: return "hook \(subject) was switched off"
        case nil:
            let words = type.split(separator: ".").suffix(type.hasPrefix("ftd.job.") ? 1 : 2)
            return "\(subject): \(words.joined(separator: " ").replacing("_", with: " "))"
        }
    }

    private static func tone(_ type: NoticeType) -> Tone {
        switch type {
        case .jobSucceeded, .apiRecovered: .good
        case .jobFailed, .apiDegraded, .submissionFailed, .budgetExceeded, .hookDisabled: .bad
        case .jobCancelled, .jobGone, .jobStalled, .jobDiverging, .submissionParked, .modelShutdown: .warning
        case .jobRunning, .jobPaused: .neutral
        }
    }
}
