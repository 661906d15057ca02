internal import Glibc

/// Whose a file is, and who may change it.
package struct FileOwnership: Hashable, Sendable {
    /// The user it belongs to.
    private let owner: UInt32
    /// Its permissions.
    private let mode: UInt32

    init(owner: UInt32, mode: UInt32) {
        self.owner = owner
        self.mode = mode
    }

    /// That of the file at a path, which may be a link.
    package init(of path: String) throws(SystemError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw SystemError(code: errno) }
        self.init(owner: status.st_uid, mode: status.st_mode & 0o7777)
    }

    /// Why somebody else could have written it, with what to do; nil when only we (the effective user) and root could.
    package func weakness(_ path: String, for us: UInt32 = geteuid()) -> String? {
        guard owner == us || owner == 0 else {
            return "belongs to user \(owner), not to us (user \(us)) or root: run chown \(us) \(path)"
        }
        guard mode & 0o022 == 0 else {
            return "can be written by others (mode 0\(String(mode, radix: 8))): run chmod go-w \(path)"
        }
        return nil
    }
}
