import Glibc

/// The C binding of posix_spawn, for tests: pointers stay in this file.
enum ProcessStart {
    /// Why a program could not be started.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Starts a program whose outputs go to files, so that nobody has to drain pipes.
    ///
    /// It leads a process group of its own and has no other descriptor of ours.
    static func start(
        _ arguments: [String], environment: [String: String], input: String, output: String, errors: String
    ) throws(Failure) -> pid_t {
        let writing = O_WRONLY | O_CREAT | O_APPEND
        return try start(arguments, environment: environment, flags: POSIX_SPAWN_SETPGROUP) { actions in
            posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
            posix_spawn_file_actions_addopen(&actions, 1, output, writing, 0o600)
            posix_spawn_file_actions_addopen(&actions, 2, errors, writing, 0o600)
        }
    }

    /// Starts a program in a session of its own, whose terminal the device is.
    static func start(
        _ arguments: [String], environment: [String: String], terminal: String
    ) throws(Failure) -> pid_t {
        // POSIX_SPAWN_SETSID, a GNU extension, which the Glibc module does not show.
        try start(arguments, environment: environment, flags: 0x80) { actions in
            posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
            posix_spawn_file_actions_adddup2(&actions, 0, 1)
            posix_spawn_file_actions_adddup2(&actions, 0, 2)
        }
    }

    private static func start(
        _ arguments: [String], environment: [String: String], flags: Int32,
        streams: (inout posix_spawn_file_actions_t) -> Void
    ) throws(Failure) -> pid_t {
        guard let program = arguments.first, let addCloseFrom else { throw Failure(description: "nothing to start") }
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        streams(&actions)
        _ = addCloseFrom(&actions, 3)
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(flags | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

        let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        var process = pid_t()
        let code = withCStrings(arguments) { arguments in
            withCStrings(variables) { variables in
                posix_spawn(&process, program, &actions, &attributes, arguments, variables)
            }
        }
        guard code == 0 else {
            throw Failure(description: "cannot start \(program): \(String(cString: strerror(code)))")
        }
        return process
    }

    private typealias AddCloseFrom =
        @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32

    /// A GNU extension, which the Glibc module does not show.
    private static let addCloseFrom: AddCloseFrom? =
        // A null handle is RTLD_DEFAULT: the symbol of the C library that is loaded already.
        dlsym(nil, "posix_spawn_file_actions_addclosefrom_np").map { unsafeBitCast($0, to: AddCloseFrom.self) }

    /// A null-terminated array of C strings, which live during the body.
    private static func withCStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = strings.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        return body(copies + [nil])
    }
}
