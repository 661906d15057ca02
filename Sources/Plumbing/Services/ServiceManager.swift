internal import Files
internal import FineTuning
internal import Glibc
internal import Text

/// What systemd is told over `$NOTIFY_SOCKET` (`sd_notify(3)`); without one, all of it does nothing.
///
/// Plain datagrams: libsystemd would bring six libraries along for them.
package struct ServiceManager: Sendable {
    /// How often ``watchdog()`` must be called at least; nil: nobody waits for it.
    ///
    /// The loop that proves progress should call it about twice as often.
    package let watchdogInterval: Duration?
    private let socketPath: String?

    /// Takes the environment as systemd set it.
    ///
    /// - Parameters:
    ///   - environment: `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID` are looked at.
    ///   - processID: a watchdog that is meant for another process is not ours.
    package init(environment: [String: String], processID: Int32 = getpid()) {
        let path = environment["NOTIFY_SOCKET"] ?? ""
        socketPath = path.hasPrefix("/") || path.hasPrefix("@") ? path : nil
        let isOurs = environment["WATCHDOG_PID"].map { $0 == "\(processID)" } ?? true
        let microseconds = environment["WATCHDOG_USEC"].flatMap { Int64($0) } ?? 0
        watchdogInterval = isOurs && microseconds > 0 ? .microseconds(microseconds) : nil
    }

    /// Takes the variables out of this process's environment, so that no child process notifies systemd.
    ///
    /// Call it before other threads are started: the C library does not lock its environment.
    package static func removeVariables() {
        for name in ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"] { unsetenv(name) }
    }

    /// The start, or a reload, is done.
    package func ready(status: String) { send("READY=1\nSTATUS=\(status.printable)") }

    /// What `systemctl status` shows from now on.
    package func status(_ text: String) { send("STATUS=\(text.printable)") }

    /// A reload has begun; ``ready(status:)`` ends it.
    ///
    /// The time is for `Type=notify-reload` of systemd 253 and later; older ones ignore it.
    package func reloading() {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        send("RELOADING=1\nMONOTONIC_USEC=\(Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1000)")
    }

    /// The end has begun.
    package func stopping(status: String) { send("STOPPING=1\nSTATUS=\(status.printable)") }

    /// The loop has made progress.
    package func watchdog() { send("WATCHDOG=1") }

    /// Sends one datagram; errors are ignored: nothing depends on it.
    private func send(_ message: String) {
        guard let socketPath, let address = UnixAddress(socketPath) else { return }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        address.send(Array(message.utf8), from: descriptor)
    }
}
