import Digest
import Text

/// A key that signs webhooks; it never shows itself.
package struct WebhookSecret: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    let key: [UInt8]

    /// Reads one secret: base64 behind `whsec_`, or any other text as its UTF-8 bytes, as OpenAI's SDKs do.
    ///
    /// - Throws: ``WebhookSecretError``; it does not quote the text.
    package init(_ text: String) throws(WebhookSecretError) {
        let text = text.split(whereSeparator: \.isWhitespace)
        guard let word = text.first else { throw .empty }
        guard text.count == 1 else { throw .severalWords }
        guard !word.hasPrefix("\""), !word.hasPrefix("'") else { throw .quoted }
        if word.hasPrefix("whsec_") {
            guard let key = Base64.decode(String(word.dropFirst(6)), .tolerant), !key.isEmpty else { throw .notBase64 }
            self.key = key
        } else {
            key = Array(word.utf8)
        }
    }

    /// Reads a secret file: one secret a line, the newest first; blank lines do not count.
    ///
    /// While a receiver changes its secret, the file holds the new and the old one, and both sign.
    ///
    /// - Throws: ``WebhookSecretError``, also when there is no secret at all.
    package static func all(in text: String) throws(WebhookSecretError) -> [WebhookSecret] {
        var secrets: [WebhookSecret] = []
        for line in text.split(whereSeparator: \.isNewline) where line.contains(where: { !$0.isWhitespace }) {
            secrets.append(try WebhookSecret(String(line)))
        }
        guard !secrets.isEmpty else { throw .empty }
        return secrets
    }

    /// A placeholder: the secret is never shown.
    package var description: String { "whsec_…" }

    /// Nothing to see for `dump` and debuggers' printing.
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why a text is no webhook secret.
package enum WebhookSecretError: Error, Sendable, Hashable, CustomStringConvertible {
    /// There is none.
    case empty
    /// Blanks within a line.
    case severalWords
    /// It begins with a quote.
    case quoted
    /// What follows `whsec_` does not decode.
    case notBase64

    /// What is wrong with the secret; the text itself stays private.
    package var description: String {
        switch self {
        case .empty: "no webhook secret there; write one line, whsec_ and 32 random bytes in base64"
        case .severalWords: "not a webhook secret: there are blanks in it; write one secret a line"
        case .quoted: "not a webhook secret: it stands in quotes; write it without them"
        case .notBase64: "not a webhook secret: what follows whsec_ is not base64"
        }
    }
}
