import HTTPClient
import JSONText
import Text

/// What a template makes, which decides how the fields in it are escaped.
enum TemplateMedia: String, CaseIterable, Hashable, Sendable {
    case json = "application/json"
    case form = "application/x-www-form-urlencoded"
    case html = "text/html"
    case xml = "application/xml"
    case plain = "text/plain"

    /// A field's text as it may stand there; in JSON within quotes.
    func escaped(_ text: String) -> String {
        switch self {
        case .json:
            var text = text
            var bytes: [UInt8] = []
            text.withUTF8 { JSONWriter.append(escaping: UnsafeRawBufferPointer($0), to: &bytes) }
            return String(decoding: bytes, as: UTF8.self)
        case .form: return text.percentEncoded
        case .html, .xml: return TextEscapes.html(text.printable)
        case .plain: return text.printable
        }
    }

    /// As a header says it.
    var headerValue: String {
        switch self {
        case .json, .form: rawValue
        case .html, .xml, .plain: "\(rawValue); charset=utf-8"
        }
    }
}
