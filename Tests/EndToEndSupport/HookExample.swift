import Glibc
import TestSupport

/// An example of `config/hooks`, as somebody would take it over: its own lines, with places and addresses of a test.
struct HookExample {
    private static let folder = #filePath.replacing("Tests/EndToEndSupport/HookExample.swift", with: "config/hooks")

    /// The lines of its section, comments left out.
    private(set) var lines: [String]

    /// - Parameters:
    ///   - name: of the file, without `.conf`.
    ///   - values: what is put behind keys instead of what the example has there.
    ///   - more: lines that the example does not have.
    init(_ name: String, _ values: [String: String], more: [String] = []) throws {
        let text = try TextFile.whole("\(Self.folder)/\(name).conf")
        var open = values
        lines = text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }.map { line in
            let key = line.split(separator: " ").first.map(String.init) ?? ""
            guard line.contains(" = "), let value = open.removeValue(forKey: key) else { return line }
            return "\(key) = \(value)"
        }
        guard open.isEmpty else { throw TextFile.Failure(description: "\(name).conf has no \(open.keys.sorted())") }
        lines += more
    }

    /// Takes a file of the examples over into a place.
    ///
    /// - Returns: its path there.
    static func copy(_ name: String, to place: Place, mode: mode_t = 0o700) throws -> String {
        let path = place.file(name)
        try TextFile.write(try TextFile.whole("\(folder)/\(name)"), to: path, mode: mode)
        return path
    }
}

extension TextFile {
    /// The text of a file that must be there.
    static func whole(_ path: String) throws -> String {
        guard let text = read(path) else { throw Failure(description: "\(path) cannot be read") }
        return text
    }
}
