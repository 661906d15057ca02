/// A form as browsers, curl and the official SDKs send it: `multipart/form-data` (RFC 7578).
///
/// Contents are slices of the request's body, so a large file stays where it was spooled.
package struct MultipartForm: Sendable {
    /// One field or file.
    package struct Part: Sendable {
        /// The field's name as written, for example `expires_after[anchor]`.
        package var name: String
        /// Present on files; untrusted, and may contain slashes.
        package var filename: String?
        /// The part's own header fields.
        package var headers: ServerHeaders
        /// The content.
        package var body: ServerBody

        /// The content as text, for small fields; nil when it is large, as nobody types that much into a field.
        package var text: String? { body.count <= 65_536 ? String(decoding: body.bytes, as: UTF8.self) : nil }
    }

    /// More parts than this are refused.
    package static let greatestPartCount = 100

    /// The parts in their order.
    package let parts: [Part]

    /// Reads the form in a request.
    ///
    /// - Throws: ``MultipartError``.
    package init(_ request: ServerRequest) throws(MultipartError) {
        guard let type = request.headers["Content-Type"] else { throw .notMultipart }
        try self.init(contentType: type, body: request.body)
    }

    /// Reads a form.
    ///
    /// - Throws: ``MultipartError``.
    package init(contentType: String, body: ServerBody) throws(MultipartError) {
        let type = HeaderValue(contentType)
        guard type.value.equalsIgnoringCase("multipart/form-data") else { throw .notMultipart }
        guard let boundary = type.parameters["boundary"], (1...70).contains(boundary.utf8.count) else {
            throw .boundary
        }
        var parser = MultipartParser(body: body, boundary: boundary)
        parts = try parser.parts()
    }

    /// The first part of that name.
    package subscript(name: String) -> Part? { parts.first { $0.name == name } }
}

/// Why a body is no such form.
package enum MultipartError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The request is of another media type.
    case notMultipart
    /// The media type lacks a boundary of 1 to 70 characters.
    case boundary
    /// The first boundary is not at the start, or no boundary ends the body.
    case unterminated
    /// A part, counted from 1, whose header is malformed, too long or without a name.
    case partHeader(number: Int)
    /// More parts than anybody needs.
    case tooManyParts

    /// What is wrong with the body, as a clause that the API's error body may carry.
    package var description: String {
        switch self {
        case .notMultipart: "the request is not multipart/form-data"
        case .boundary: "the multipart/form-data request has no usable boundary"
        case .unterminated: "the multipart/form-data body does not end with its boundary"
        case .partHeader(let number): "part \(number) of the multipart/form-data body has a malformed header"
        case .tooManyParts: "the multipart/form-data body has more than \(MultipartForm.greatestPartCount) parts"
        }
    }
}
