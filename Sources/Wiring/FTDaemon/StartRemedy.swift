import Commands
import ConfigurationText
import Files
import JobStorage
import Settings

/// What helps after a start that failed.
enum StartRemedy: Hashable {
    /// Starting again may: nothing that was found asks for a person.
    case restart
    /// Somebody has to correct a file or end another daemon first: a restart would find the same.
    case person

    /// The exit code, by which the service manager decides whether to start the program again.
    var exitCode: ExitCode {
        switch self {
        case .restart: .failed
        case .person: .usage
        }
    }

    init(for error: any Error) {
        switch error {
        case let error as StoreError: self.init(for: error)
        case let error as ConfigurationError: self = error.cause?.mayPass == true ? .restart : .person
        case let error as SecretFileError: self.init(for: error)
        case KeyError.unusableFile(let error): self.init(for: error)
        case let error as HookProblemsError: self = error.mayPass ? .restart : .person
        case is KeyError, is CommandError: self = .person
        default: self = .restart
        }
    }

    private init(for error: StoreError) {
        switch error {
        case .notOurs, .newer, .tooOld, .damaged, .held: self = .person
        case .absent, .noDirectory, .cannotMake, .notYetMade, .notReadable, .replaced, .cannotLock, .migrationFailed,
            .failed:
            self = .restart
        }
    }

    private init(for error: SecretFileError) {
        switch error.kind {
        case .unopened, .unsafe, .unusable: self = .person
        case .unavailable: self = .restart
        }
    }
}
