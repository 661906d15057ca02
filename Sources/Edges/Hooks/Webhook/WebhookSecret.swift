import Digest
import Text

/// A key that signs webhooks; it never shows itself.
package struct WebhookSecret: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    let key: [UInt8]

    /// Reads one secret: `whsec_` and the key in base64 (Standard Webhooks 1.0, "Signature scheme").
    ///
    /// - Throws: ``WebhookSecretError``; it does not quote the text.
    package init(_ text: String) throws(WebhookSecretError) {
        guard !text.unicodeScalars.contains("\u{FEFF}") else { throw .byteOrderMark }
        let text = text.split(whereSeparator: \.isWhitespace)
        guard let word = text.first else { throw .empty }
        guard text.count == 1 else { throw .severalWords }
        guard !word.hasPrefix("\""), !word.hasPrefix("'") else { throw .quoted }
        guard !word.hasPrefix("v1,"), !word.hasPrefix("v1a,") else { throw .signature }
        guard word.hasPrefix("whsec_") else { throw .noPrefix }
        guard let key = Base64.decode(String(word.dropFirst(6)), .tolerant), !key.isEmpty else { throw .notBase64 }
        self.key = key
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

/// Why a text is no webhook secret, or no token.
package enum WebhookSecretError: Error, Sendable, Hashable, CustomStringConvertible {
    /// There is none.
    case empty
    /// Blanks within a line.
    case severalWords
    /// It begins with a quote.
    case quoted
    /// It begins with the invisible mark that some editors write.
    case byteOrderMark
    /// It is what a webhook carries rather than what signs it.
    case signature
    /// It does not begin with `whsec_`.
    case noPrefix
    /// What follows `whsec_` does not decode.
    case notBase64
    /// There is no token.
    case emptyToken
    /// There is more than one word, or line.
    case notOneWord
    /// Characters that no header can carry.
    case notPlain

    /// What is wrong with the secret; the text itself stays private.
    package var description: String {
        switch self {
        case .empty: "no webhook secret there; write one line, whsec_ and 32 random bytes in base64"
        case .severalWords: "not a webhook secret: there are blanks in it; write one secret a line"
        case .quoted: "it stands in quotes; write it without them"
        case .byteOrderMark: "it begins with a byte order mark, which is invisible; save the file as UTF-8 without one"
        case .signature:
            "not a webhook secret: v1,… is a signature; write the secret that the receiver checks it with, whsec_…"
        case .noPrefix:
            "not a webhook secret: it does not begin with whsec_; where the receiver's key is the text itself, write "
                + "whsec_ and that text in base64"
        case .notBase64: "not a webhook secret: what follows whsec_ is not base64"
        case .emptyToken: "no token there; write it in the first line"
        case .notOneWord: "not a token: write one word and nothing else"
        case .notPlain: "not a token: it has characters that no header can carry"
        }
    }
}
