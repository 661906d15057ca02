import Files
import FineTuning
import Settings
import Text

/// What is known of the key that a service manager hands to the service, as far as whoever is not that service needs it.
struct ServiceCredential {
    /// Where the system's service manager has its units.
    private static let unitDirectories = [
        "/etc/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system",
    ]

    /// Whether an installed unit hands over the default account's key.
    let isInUnit: Bool
    /// The directory of credentials of a process that the service manager started.
    let directory: String?

    /// Reads the installed unit and its drop-ins.
    init(_ environment: [String: String], unitDirectories: [String] = unitDirectories) {
        isInUnit = unitDirectories.contains { directory in
            let files = ["\(directory)/ftd.service"] + Self.dropIns(in: "\(directory)/ftd.service.d")
            return files.contains { Self.givesKey(Self.text(of: $0)) }
        }
        directory = environment["CREDENTIALS_DIRECTORY"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether the service itself has a key, although this process found none that it may use.
    ///
    /// A command of the service that is not its main process, like the check before a reload, may be refused the
    /// credential.
    func explains(_ error: KeyError) -> Bool {
        switch error {
        case .missing(.default): isInUnit
        case .unusableFile(let error):
            error.kind == .unopened && directory.map { error.path == "\($0)/openai_api_key" } == true
        case .missing, .unusableVariable, .unusableAdminVariable, .unusableAddress, .unencrypted, .elsewhere: false
        }
    }

    /// Whether a unit's text hands over the default account's key.
    static func givesKey(_ unit: String) -> Bool {
        unit.split(separator: "\n").contains { line in
            let parts = line.split(separator: "=", maxSplits: 1).map(\.trimmed)
            guard parts.count == 2 else { return false }
            let keys: Set<String> = [
                "LoadCredential", "LoadCredentialEncrypted", "SetCredential", "SetCredentialEncrypted",
            ]
            return keys.contains(parts[0]) && parts[1].prefix { $0 != ":" } == "openai_api_key"
        }
    }

    private static func dropIns(in directory: String) -> [String] {
        do throws(FileError) {
            return try WholeFile.names(in: directory).filter { $0.hasSuffix(".conf") }.map { "\(directory)/\($0)" }
        } catch {
            return []
        }
    }

    /// It is only asked for a note: what cannot be read says nothing.
    private static func text(of path: String) -> String {
        do throws(FileError) {
            return try WholeFile.read(path, followsLinks: true).map { String(decoding: $0, as: UTF8.self) } ?? ""
        } catch {
            return ""
        }
    }
}
