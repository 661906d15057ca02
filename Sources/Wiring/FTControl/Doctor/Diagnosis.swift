import Commands
import JSONText
import Text

/// What the doctor says of one thing: that it is well, or what is wrong with it and what to do.
struct Diagnosis: Sendable, Equatable {
    /// How it is.
    enum State: String, Sendable {
        case ok
        /// It works, but somebody should have a look.
        case warning
        /// It does not work.
        case failed
    }

    /// One word: `key`.
    let check: String
    let state: State
    /// One sentence without a full stop.
    let sentence: String
    /// What to type; nil where there is nothing to do.
    let command: String?
    /// Nil for what is not about one account.
    let account: String?

    static func ok(_ check: String, _ sentence: String, account: String? = nil) -> Diagnosis {
        Diagnosis(check: check, state: .ok, sentence: sentence, command: nil, account: account)
    }

    static func warning(
        _ check: String, _ sentence: String, try command: String?, account: String? = nil
    ) -> Diagnosis {
        Diagnosis(check: check, state: .warning, sentence: sentence, command: command, account: account)
    }

    static func failed(_ check: String, _ sentence: String, try command: String?, account: String? = nil) -> Diagnosis {
        Diagnosis(check: check, state: .failed, sentence: sentence, command: command, account: account)
    }

    /// The keys of its JSON, and the columns of CSV.
    static let report = Report<Diagnosis>(
        name: { $0.check },
        columns: [
            ReportColumn("check", meaning: "what was looked at") { .text($0.check) },
            ReportColumn("account", meaning: "the account, for what is about one") { .optional($0.account) },
            ReportColumn("state", meaning: "ok, warning or failed") { .text($0.state.rawValue) },
            ReportColumn("message", meaning: "what was found") { .text($0.sentence) },
            ReportColumn("command", meaning: "what to type; null where there is nothing to do") {
                .optional($0.command)
            },
        ])

    /// `✔ key             answers`, wrapped below the sentence; the command behind it, or on a line of its own.
    func lines(width: Int, showsAccount: Bool, paint: Paint) -> [String] {
        let column = 18
        let label = check + (showsAccount ? account.map { " \($0)" } ?? "" : "")
        let (glyph, style): (String, TextStyle) =
            switch state {
            case .ok: ("✔", .good)
            case .warning: ("▲", .warning)
            case .failed: ("✖", .bad)
            }
        let room = max(20, width - column)
        var texts = TextWrapping.lines(sentence, width: room)
        if let command {
            let hint = "→ \(command.printable)"
            if let last = texts.last, last.displayWidth + 3 + hint.displayWidth <= room {
                texts[texts.count - 1] = last + "   " + hint
            } else {
                texts.append(hint)
            }
        }
        let head = paint(glyph, style) + " " + label.printable.padded(to: column - 3) + " "
        return texts.enumerated().map { index, text in
            (index == 0 ? head : String(repeating: " ", count: column)) + text
        }
    }
}
