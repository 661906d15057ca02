import Glibc

/// The helper program in a process of its own, and the lines it prints.
final class HelperProcess {
    struct Failure: Error {
        let message: String
    }

    private var pid: pid_t = 0
    private var output: Int32 = -1
    private var buffer: [UInt8] = []

    init(_ arguments: String...) throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Failure(message: "no pipe") }
        // Not for the helper: it must see the end of our life, and we the end of its.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        let program = try Self.program()
        var argv: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for argument in argv { free(argument) } }
        let code = posix_spawn(&pid, program, &actions, nil, &argv, environ)
        close(ends[1])
        output = ends[0]
        guard code == 0 else { throw Failure(message: "cannot start \(program): errno \(code)") }
    }

    deinit {
        kill()
        close(output)
    }

    /// The next line, nil at the end; bounded by 20 seconds of silence.
    func line() throws -> String? {
        while true {
            if let end = buffer.firstIndex(of: 10) {
                defer { buffer.removeSubrange(...end) }
                return String(decoding: buffer[..<end], as: UTF8.self)
            }
            var poll = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            guard Glibc.poll(&poll, 1, 20_000) == 1 else { throw Failure(message: "the helper says nothing") }
            var chunk = [UInt8](repeating: 0, count: 65_536)
            let count = read(output, &chunk, chunk.count)
            guard count > 0 else { return nil }
            buffer += chunk[..<count]
        }
    }

    /// All lines up to the end.
    func rest() throws -> [String] {
        var lines: [String] = []
        while let line = try line() { lines.append(line) }
        return lines
    }

    /// SIGKILL, and waits until the process is gone.
    func kill() {
        guard pid > 0 else { return }
        _ = Glibc.kill(pid, SIGKILL)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        pid = 0
    }

    /// The helper lies where the test program lies.
    private static func program() throws -> String {
        var characters = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &characters, characters.count)
        let own = String(decoding: characters.prefix(max(count, 0)).map(UInt8.init(bitPattern:)), as: UTF8.self)
        guard let slash = own.lastIndex(of: "/") else { throw Failure(message: "no way to the test program") }
        let program = "\(own[..<slash])/StoreKillHelper"
        guard access(program, X_OK) == 0 else { throw Failure(message: "no \(program)") }
        return program
    }
}
