internal import Files
internal import Text

/// A configuration file as text.
package enum ConfigurationFile {
    /// The longest configuration that is read, in bytes.
    private static let longest = 1 << 20

    /// Reads a file.
    ///
    /// - Throws: why it cannot be read, or where it is not UTF-8.
    package static func text(of path: String) throws(ConfigurationError) -> String {
        func refusal(_ text: String, cause: SystemError? = nil) -> ConfigurationError {
            ConfigurationError([ConfigurationError.Problem(file: path.printable, line: nil, text: text)], cause: cause)
        }
        let file: RegularFile
        do throws(RegularFileError) { file = try RegularFile(path, followsLinks: true) } catch {
            switch error {
            case .notOpened(let error), .notExamined(let error):
                throw refusal("cannot read the configuration: \(error)", cause: error)
            case .notRegular: throw refusal("not a regular file; name the configuration file")
            }
        }
        if let weakness = file.weakness { throw refusal(weakness) }
        let bytes: [UInt8]
        do throws(SystemError) { bytes = try file.bytes(limit: longest + 1) } catch {
            throw refusal("cannot read the configuration: \(error)", cause: error)
        }
        guard bytes.count <= longest else { throw refusal("longer than 1 MiB; that is not a configuration") }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let line = bytes[..<firstInvalidByte(bytes)].count { $0 == UInt8(ascii: "\n") } + 1
            throw ConfigurationError([
                ConfigurationError.Problem(
                    file: path.printable, line: line, text: "not UTF-8 text; save the file as UTF-8")
            ])
        }
        return text
    }

    /// The offset of the first byte that cannot be UTF-8.
    private static func firstInvalidByte(_ bytes: [UInt8]) -> Int {
        var decoder = UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var offset = 0
        while true {
            switch decoder.parseScalar(from: &iterator) {
            case .valid(let scalar): offset += scalar.count
            case .error, .emptyInput: return offset
            }
        }
    }
}
