import Files
import FineTuning
import Glibc
import HTTPServer

/// The program `ftsim`: reads its options, serves, and waits for a signal.
package enum SimulatorProgram {
    /// Runs until SIGTERM or SIGINT; returns the exit code: 0 stopped, 2 wrong usage.
    package static func run(_ arguments: [String]) -> Int32 {
        do {
            let options = try SimulatorOptions(arguments)
            switch options.action {
            case .help: write(SimulatorOptions.help, to: STDOUT_FILENO)
            case .version: write("ftsim \(ProductVersion.text)\n", to: STDOUT_FILENO)
            case .serve: try serve(options)
            }
            return 0
        } catch {
            write("ftsim: \(error)\n", to: STDERR_FILENO)
            return 2
        }
    }

    private static func serve(_ options: SimulatorOptions) throws {
        var settings = SimulatedAPI.Settings()
        settings.speed = options.speed
        settings.key = options.key
        settings.seed = .random(in: 0 ... .max)
        let faults = try options.faultFile.map { path in try read(path) }
        // Blocked before the server has threads, so that none but this one takes them.
        var signals = sigset_t()
        var before = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGTERM)
        sigaddset(&signals, SIGINT)
        pthread_sigmask(SIG_BLOCK, &signals, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        let server = try SimulatorServer(address: options.listen, settings: settings, faults: faults)
        write("\(server.baseURL)\n", to: STDOUT_FILENO)
        var received: Int32 = 0
        sigwait(&signals, &received)
        server.stop()
    }

    private static func read(_ path: String) throws(SimulatorError) -> [UInt8] {
        // It may be a pipe, as a shell makes of <(…).
        do throws(SystemError) {
            let file = try Descriptor(path, O_RDONLY)
            var bytes: [UInt8] = []
            let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)
            defer { piece.deallocate() }
            while bytes.count <= 1 << 20 {
                let count = try file.read(into: piece)
                if count == 0 { return bytes }
                bytes += piece[..<count]
            }
        } catch {
            throw SimulatorError(description: "--fault: cannot read \(path): \(error)")
        }
        throw SimulatorError(description: "--fault: cannot read \(path): it is larger than 1 MB")
    }

    private static func write(_ text: String, to descriptor: Int32) {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            sent += count
        }
    }
}
