import Settings
import Text

/// The systemd unit that runs ftd on this machine, if one is installed: hints then name `systemctl`.
enum ServiceUnit: Sendable, Equatable {
    /// `ftd.service` of the system.
    case system
    /// `ftd.service` of the user's own service manager.
    case user

    /// Looks where units are installed; the system's goes before the user's own.
    init?(home: String?, exists: (String) -> Bool) {
        let system = ["/etc/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system"]
        let user = [home.map { "\($0)/.config/systemd/user" }, "/etc/systemd/user"].compactMap(\.self)
        if system.contains(where: { exists("\($0)/ftd.service") }) {
            self = .system
        } else if user.contains(where: { exists("\($0)/ftd.service") }) {
            self = .user
        } else {
            return nil
        }
    }

    /// That of this machine.
    static var installed: ServiceUnit? {
        let home = ProcessEnvironment.current()["HOME"]
        return ServiceUnit(home: home, exists: ProcessEnvironment.exists)
    }

    /// `systemctl reload ftd`, with what goes before it.
    private func systemctl(_ verb: String) -> String {
        switch self {
        case .system: "sudo systemctl \(verb) ftd"
        case .user: "systemctl --user \(verb) ftd"
        }
    }

    /// What starts ftd: `ftd` itself where there is no unit.
    static func start(_ unit: ServiceUnit?) -> String { unit?.systemctl("start") ?? "ftd" }

    /// What lets ftd read its configuration again.
    static func reload(_ unit: ServiceUnit?) -> String { unit?.systemctl("reload") ?? "pkill -HUP -x ftd" }

    /// What shows its log; nil where it goes to the terminal that ftd was started in.
    var log: String {
        switch self {
        case .system: "journalctl -u ftd -n 20"
        case .user: "journalctl --user -u ftd -n 20"
        }
    }

    /// Said where ftctl has no key, although the service has one.
    static let ownKey = "The key of the service ftd is the service's alone; ftctl needs one of its own: ftctl login"
}
