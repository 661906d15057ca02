import Glibc

/// Reference data beside the checkout, which is not part of the repository.
///
/// A test that needs it must say so: `.enabled(if: SharedData.isThere, "…")`.
package enum SharedData {
    /// The folder `shared/data` next to the checkout.
    package static let path: String = {
        let checkout = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return "/\(checkout)/../shared/data"
    }()

    /// Whether the folder is there.
    package static var isThere: Bool { access(path, R_OK) == 0 }

    /// Whether a file below the folder is there.
    package static func has(_ name: String) -> Bool { access("\(path)/\(name)", R_OK) == 0 }

    /// The bytes of a file below the folder; nil when it cannot be read.
    package static func bytes(_ name: String) -> [UInt8]? {
        guard let file = fopen("\(path)/\(name)", "re") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            guard count > 0 else { return bytes }
            bytes.append(contentsOf: buffer[..<count])
        }
    }

    /// The names of the entries of a folder below the folder, sorted.
    package static func names(in folder: String) -> [String] {
        guard let directory = opendir("\(path)/\(folder)") else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }
}
