import CMicroHTTPD
import Glibc

/// A running libmicrohttpd daemon.
///
/// Only this file and ``Exchange`` know the C interface. The pointer's owner is the ``HTTPServer`` that made it, which
/// keeps the ``Service`` alive until ``stop()`` has joined every thread.
struct DaemonHandle: @unchecked Sendable {
    private let daemon: OpaquePointer

    /// Starts serving on a listening socket, which then belongs to the daemon; nil when it cannot.
    init?(listening socket: Int32, address: ListenAddress, service: Service) {
        let context = Unmanaged.passUnretained(service).toOpaque()
        var flags = MHD_USE_INTERNAL_POLLING_THREAD.rawValue | MHD_USE_THREAD_PER_CONNECTION.rawValue
        flags |= MHD_USE_POLL.rawValue | MHD_USE_ITC.rawValue
        if address.host.contains(":") { flags |= MHD_USE_IPv6.rawValue }
        // The uri callback sees the target as it was sent, before any decoding, and makes the exchange.
        var options = [
            Self.option(.LISTEN_SOCKET, Int(socket)),
            Self.option(.CONNECTION_LIMIT, Int(service.limits.connections)),
            Self.option(.CONNECTION_TIMEOUT, Int(service.limits.idleSeconds)),
            Self.option(.CONNECTION_MEMORY_LIMIT, 1 << 17),
            Self.option(.STRICT_FOR_CLIENT, 1),
            Self.option(.URI_LOG_CALLBACK, unsafeBitCast(Exchange.begin, to: Int.self), context),
            Self.option(.NOTIFY_COMPLETED, unsafeBitCast(Exchange.end, to: Int.self), context),
            Self.option(.END, 0),
        ]
        let started = options.withUnsafeMutableBufferPointer { buffer -> OpaquePointer? in
            guard let base = buffer.baseAddress else { return nil }
            return withVaList([Int32(MHD_OPTION.ARRAY.rawValue), base, Int32(MHD_OPTION.END.rawValue)]) { list in
                MHD_start_daemon_va(flags, 0, nil, nil, Exchange.access, context, list)
            }
        }
        guard let started else { return nil }
        daemon = started
    }

    /// Closes everything and joins the threads.
    func stop() { MHD_stop_daemon(daemon) }

    private static func option(
        _ option: MHD_OPTION, _ value: Int, _ pointer: UnsafeMutableRawPointer? = nil
    ) -> MHD_OptionItem {
        MHD_OptionItem(option: option, value: value, ptr_value: pointer)
    }
}
