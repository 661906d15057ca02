internal import Glibc

/// What the system refused, by its number.
package struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    /// `errno`.
    package let code: Int32

    package init(code: Int32) { self.code = code }

    /// Whether the same call may succeed later although nobody changes a path, an owner or a mode: the machine is short of
    /// something, or a device fails.
    package var mayPass: Bool {
        [EIO, EMFILE, ENFILE, ENOMEM, ENOSPC, EDQUOT, EAGAIN, EBUSY, ESTALE, ETIMEDOUT].contains(code)
    }

    /// For example `No such file or directory`.
    package var description: String { systemMessage(code) }
}

/// What the system says to an error number, for example `No such file or directory`.
package func systemMessage(_ code: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    // The XSI form, which is what the module shows: it fills the buffer, and threads do not share it.
    guard strerror_r(code, &buffer, buffer.count) == 0 else { return "error \(code)" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
