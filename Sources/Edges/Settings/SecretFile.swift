internal import ConfigurationText
internal import Files
internal import FineTuning
internal import Glibc
internal import Text

/// A file with a secret in its first line, checked as OpenSSH checks its keys: owner, mode and links of the open file,
/// not of what the path may have become since.
package struct SecretFile: Sendable {
    /// How messages call the file, for example `key file`.
    private let name: String
    private let path: String
    /// `$CREDENTIALS_DIRECTORY`: what the service manager put there is protected by its own means, and may be a link or
    /// readable by a group (systemd 254 and later: root, 0440 and an access list).
    private let credentialsDirectory: String?
    /// Whether owner, mode and links are looked at.
    private let isChecked: Bool

    /// Names a file; nothing is opened.
    package init(name: String, path: String, credentialsDirectory: String?, isChecked: Bool = true) {
        self.name = name
        self.path = path
        self.credentialsDirectory = credentialsDirectory
        self.isChecked = isChecked
    }

    /// The first line, and what was overlooked because nothing is to be checked.
    package func firstLine() throws(SecretFileError) -> (text: String, warning: String?) {
        let (bytes, warning) = try contents()
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard line.count <= 4096 else { throw refusal(.unusable, "has a first line of more than 4 KiB") }
        return (try text(of: line), warning)
    }

    /// An API key out of the file.
    package func apiKey() throws(SecretFileError) -> (key: APIKey, warning: String?) {
        let line = try firstLine()
        do throws(ValueError) { return (try APIKey(line.text), line.warning) } catch {
            throw refusal(.unusable, "cannot be used: \(error)")
        }
    }

    /// Secrets of any kind out of the whole file, which has at most 4 KiB; what is wrong with them is said of the file.
    package func secrets<Secret, Problem: Error>(
        _ read: (String) throws(Problem) -> [Secret]
    ) throws(SecretFileError) -> [Secret] {
        let (bytes, _) = try contents()
        guard bytes.count <= 4096 else { throw refusal(.unusable, "has more than 4 KiB") }
        let text = try text(of: bytes[...])
        do throws(Problem) { return try read(text) } catch { throw refusal(.unusable, "cannot be used: \(error)") }
    }

    /// The first 4,097 bytes, and what was overlooked because nothing is to be checked.
    private func contents() throws(SecretFileError) -> (bytes: [UInt8], warning: String?) {
        let file: RegularFile
        do throws(RegularFileError) { file = try RegularFile(path, followsLinks: isCredential || !isChecked) } catch {
            switch error {
            case .notOpened(let error), .notExamined(let error): throw unopened(error)
            case .notRegular: throw refusal(.unusable, "is not a regular file")
            }
        }
        let bytes: [UInt8]
        do throws(SystemError) { bytes = try file.bytes(limit: 4097) } catch { throw unopened(error) }
        let weakness = weakness(file)
        if isChecked, let weakness { throw refusal(.unsafe, weakness) }
        return (bytes, weakness.map { "\(label) \($0); it is read all the same, because key-file-check = no" })
    }

    private func text(of bytes: ArraySlice<UInt8>) throws(SecretFileError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw refusal(.unusable, "is not text; write the secret in its first line")
        }
        return text
    }

    /// Why others could have read or written the file, with what to do; nil when they could not.
    private func weakness(_ file: RegularFile) -> String? {
        let us = geteuid()
        guard file.owner == us || file.owner == 0 else {
            return
                "belongs to user \(file.owner), not to us (user \(us)) or root: run chown \(us) \(path.printable)"
        }
        let others = file.mode & (isCredential ? 0o007 : 0o077)
        guard others == 0 else {
            let mode = String(file.mode, radix: 8)
            return "can be read or written by others (mode 0\(mode)): run chmod 600 \(path.printable)"
        }
        return nil
    }

    private func unopened(_ error: SystemError) -> SecretFileError {
        switch error.code {
        case ENOENT, ENOTDIR:
            refusal(.unopened, "does not exist; make it, with the secret in its first line and mode 600")
        case ELOOP: refusal(.unsafe, "is a symbolic link; name the file itself")
        case EACCES, EPERM: refusal(.unopened, "cannot be opened by user \(geteuid()): \(error)")
        case ENXIO, ENODEV: refusal(.unusable, "is not a regular file")
        default: refusal(error.mayPass ? .unavailable : .unopened, "cannot be read: \(error)")
        }
    }

    private func refusal(_ kind: SecretFileError.Kind, _ text: String) -> SecretFileError {
        SecretFileError(kind: kind, path: path, description: "\(label) \(text)")
    }

    private var label: String { "\(name) \(path.printable)" }

    private var isCredential: Bool {
        guard let credentialsDirectory, !credentialsDirectory.isEmpty else { return false }
        let parts = path.split(separator: "/")
        return path.hasPrefix(credentialsDirectory.hasSuffix("/") ? credentialsDirectory : credentialsDirectory + "/")
            && !parts.contains("..")
    }
}

/// Why a secret could not be had, as a sentence with what to do.
package struct SecretFileError: Error, Equatable, CustomStringConvertible {
    /// What a caller may want to know.
    package enum Kind: Equatable, Sendable {
        /// It is not there, or we may not open it.
        case unopened
        /// The machine could not read it just now.
        case unavailable
        /// Others could have read or changed it.
        case unsafe
        /// It is not what it should be.
        case unusable
    }

    /// What a caller may want to know.
    package let kind: Kind
    /// The file as it was named.
    package let path: String
    /// The file, what is wrong with it, and what to do.
    package let description: String
}
