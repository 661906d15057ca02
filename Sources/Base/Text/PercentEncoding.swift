extension String {
    /// The text as one segment of a path or one part of a query: all but RFC 3986's unreserved characters encoded.
    ///
    /// A model name's colons become `%3A`, a slash cannot leave its segment, and `.` and `..` cannot climb.
    package var percentEncoded: String {
        if self == "." || self == ".." { return String(repeating: "%2E", count: utf8.count) }
        var result = ""
        for byte in utf8 {
            let scalar = Unicode.Scalar(byte)
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~": result.unicodeScalars.append(scalar)
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return result
    }
}
