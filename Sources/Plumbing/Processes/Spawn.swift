import Glibc

/// The C binding of posix_spawn: pointers stay in this file.
enum Spawn {
    /// Starts a program as the leader of a process group of its own.
    ///
    /// It gets the three descriptors as 0, 1 and 2 and no other, every signal at its default, none blocked. No Swift
    /// runs between fork and exec.
    ///
    /// - Returns: its process id, which is the group's id too.
    static func start(
        arguments: [String], environment: [String: String], input: Int32, output: Int32, error: Int32
    ) throws(ChildStartError) -> pid_t {
        guard let program = arguments.first, program.hasPrefix("/") else { throw .notAbsolute(arguments.first ?? "") }
        let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        guard !(arguments + variables).contains(where: { $0.utf8.contains(0) }) else { throw .holdsNUL }
        guard let addCloseFrom else { throw .libraryTooOld }

        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        var codes = [posix_spawn_file_actions_init(&actions), posix_spawnattr_init(&attributes)]
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        codes += [
            posix_spawn_file_actions_adddup2(&actions, input, 0),
            posix_spawn_file_actions_adddup2(&actions, output, 1),
            posix_spawn_file_actions_adddup2(&actions, error, 2),
            addCloseFrom(&actions, 3),
        ]
        var signals = sigset_t()
        sigemptyset(&signals)
        codes.append(posix_spawnattr_setsigmask(&attributes, &signals))
        sigfillset(&signals)
        codes.append(posix_spawnattr_setsigdefault(&attributes, &signals))
        codes.append(posix_spawnattr_setpgroup(&attributes, 0))
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        codes.append(posix_spawnattr_setflags(&attributes, Int16(flags)))
        if let code = codes.first(where: { $0 != 0 }) {
            throw .system(operation: "prepare to run", program: program, code: code)
        }

        var process = pid_t()
        let code = withCStrings(arguments) { arguments in
            withCStrings(variables) { variables in
                posix_spawn(&process, program, &actions, &attributes, arguments, variables)
            }
        }
        guard code == 0 else { throw .system(operation: "run", program: program, code: code) }
        return process
    }

    private typealias AddCloseFrom =
        @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32

    /// `posix_spawn_file_actions_addclosefrom_np`: a GNU extension, which the Glibc module does not show.
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
