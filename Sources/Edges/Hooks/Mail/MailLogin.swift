import Settings

/// A name and a password for a mail server; they never show themselves.
package struct MailLogin: Sendable, Hashable, HiddenText {
    let user: String
    let password: String

    /// Reads a login file: the name in its first line, the password in its second.
    ///
    /// - Throws: what is wrong with it; the text is not quoted.
    package static func all(in text: String) throws(MailLoginError) -> [MailLogin] {
        guard !text.unicodeScalars.contains("\u{FEFF}") else { throw .byteOrderMark }
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        while lines.last?.isEmpty == true { lines.removeLast() }
        guard lines.count == 2, lines.allSatisfy({ !$0.isEmpty }) else { throw .notTwoLines }
        guard !lines.contains(where: { $0.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F } }) else {
            throw .controlCharacter
        }
        return [MailLogin(user: lines[0], password: lines[1])]
    }
}

/// Why a text is no login.
package enum MailLoginError: Error, Sendable, Hashable, CustomStringConvertible {
    case byteOrderMark
    case notTwoLines
    case controlCharacter

    /// What is wrong with it; the text itself stays private.
    package var description: String {
        switch self {
        case .byteOrderMark:
            "it begins with a byte order mark, which is invisible; save the file as UTF-8 without one"
        case .notTwoLines: "not a login; write the name in the first line and the password in the second"
        case .controlCharacter: "not a login: it has control characters"
        }
    }
}
