package import ConfigurationText
internal import Text

/// An API key: nothing but ``secret`` ever shows it.
package struct APIKey: Hashable, Sendable, HiddenText {
    /// The key itself, for the one header that carries it.
    package let secret: String
    /// A shorter key, in bytes, hides nothing that could not be guessed, and its letters are in every sentence.
    package static let leastHiddenSize = 8

    /// Takes a key as it was read; throws what is wrong with it.
    package init(_ text: String) throws(ValueError) {
        secret = try Self.checked(text)
        guard !secret.hasPrefix("OPENAI_API_KEY="), !secret.hasPrefix("{") else {
            throw ValueError("the first line is not a key by itself; write the key there and nothing else")
        }
    }
}

/// A text that must not get into logs, errors and dumps by accident.
package protocol HiddenText: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension HiddenText {
    /// Never the text.
    package var description: String { "(hidden)" }
    /// Never the text.
    package var debugDescription: String { "(hidden)" }
    /// Never the text: `dump` and test failures look in here.
    package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }

    /// The text without blanks around it, if it can be sent in a header.
    fileprivate static func checked(_ text: String) throws(ValueError) -> String {
        let trimmed = String(Substring(text).trimmed)
        guard !trimmed.isEmpty else { throw ValueError("the first line is empty; write the secret there") }
        guard trimmed.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw ValueError(
                "the first line has blanks or characters that no secret has; write the secret there and nothing else")
        }
        guard !trimmed.hasPrefix("\""), !trimmed.hasPrefix("'") else {
            throw ValueError("the secret stands in quotes, which no secret has; write it without them")
        }
        guard trimmed.utf8.count <= 4096 else { throw ValueError("the first line is longer than 4 KiB") }
        return trimmed
    }
}
