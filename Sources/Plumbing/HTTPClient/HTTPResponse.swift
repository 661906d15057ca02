/// One HTTP answer; redirects are answers too.
package struct HTTPResponse: Sendable, Hashable {
    /// Three digits.
    package var status: Int
    /// In the order of arrival, repeated names included.
    package var headers: [HTTPHeader]
    /// The whole body, without any transfer coding and decompressed.
    package var body: [UInt8]

    package init(status: Int, headers: [HTTPHeader] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Whether the status is 200 to 299.
    package var isSuccess: Bool { (200..<300).contains(status) }

    /// The value of the first header of that name, in any case.
    package subscript(header name: String) -> String? { values(of: name).first }

    /// Every value of the headers of that name, in any case.
    package func values(of name: String) -> [String] {
        let wanted = name.lowercased()
        return headers.filter { $0.name.lowercased() == wanted }.map(\.value)
    }
}
