internal import Files

extension Settings {
    /// Reads a configuration file; nil is the built-in configuration.
    ///
    /// - Parameters:
    ///   - path: the file, as ``Places/configuration(option:)`` found it.
    ///   - home: what `~` stands for.
    ///   - hookKinds: the kinds of hooks whose keys are read; none leaves these keys unjudged.
    /// - Throws: all that is wrong with the file, with the lines.
    package static func load(
        _ path: String?, home: String?, hookKinds: [any HookKindKeys.Type]
    ) throws(ConfigurationError) -> Settings {
        guard let path else { return Settings() }
        return try Settings(
            reading: ConfigurationFile.text(of: path), file: path.printablePath, home: home, hookKinds: hookKinds)
    }
}

/// A configuration file as text.
enum ConfigurationFile {
    /// The longest configuration that is read, in bytes.
    private static let longest = 1 << 20

    /// Reads a file.
    ///
    /// - Throws: why it cannot be read, or where it is not UTF-8.
    static func text(of path: String) throws(ConfigurationError) -> String {
        func refusal(_ text: String) -> ConfigurationError {
            ConfigurationError([ConfigurationError.Problem(file: path.printablePath, line: nil, text: text)])
        }
        let file: RegularFile
        do throws(RegularFileError) { file = try RegularFile(path, followsLinks: true) } catch {
            switch error {
            case .notOpened(let error), .notExamined(let error):
                throw refusal("cannot read the configuration: \(error)")
            case .notRegular: throw refusal("not a regular file; name the configuration file")
            }
        }
        let bytes: [UInt8]
        do throws(SystemError) { bytes = try file.bytes(limit: longest + 1) } catch {
            throw refusal("cannot read the configuration: \(error)")
        }
        guard bytes.count <= longest else { throw refusal("longer than 1 MiB; that is not a configuration") }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let line = bytes[..<firstInvalidByte(bytes)].count { $0 == UInt8(ascii: "\n") } + 1
            throw ConfigurationError([
                ConfigurationError.Problem(
                    file: path.printablePath, line: line, text: "not UTF-8 text; save the file as UTF-8")
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
