import Commands
import ConfigurationText
import Evaluation
import Export
import Files
import FineTuning
import Glibc
import HuggingFace
import JobStorage
import Settings
import Submission
import TrainingData

extension CommandError {
    /// Any error as it is printed: the one place where other modules' errors get their exit codes.
    init(_ error: any Error) {
        switch error {
        case let error as CommandError: self = error
        case let error as StoreError: self.init(store: error)
        case let error as ProviderError: self.init(ExitCode(error.kind), "\(error)")
        case let error as SubmissionError: self.init(ExitCode(error), "\(error)")
        case let error as KeyError: self.init(key: error)
        case let error as ConfigurationError:
            let lines = error.problems.map(\.description)
            self.init(.usage, lines.first ?? "\(error)", hints: Array(lines.dropFirst()))
        case let error as TemplateError: self.init(.usage, "\(error)")
        case let error as TrainingDataError: self.init(data: error)
        case let error as EvaluationError: self.init(evaluation: error)
        case let error as HuggingFaceError: self.init(ExitCode(error.reason), "\(error)")
        case let error as ExportError: self.init(ExitCode(error), "\(error)")
        case let error as FileError: self.init(ExitCode(error), "\(error)")
        default: self.init(.failed, "\(error)")
        }
    }

    private init(data error: TrainingDataError) {
        switch error.reason {
        case .missingColumn, .noConversation, .sameOutput, .sameAsInput: self.init(.usage, "\(error)")
        case .stopped: self.init(.interrupted, "\(error)")
        case .unreadable(let code) where code == ENOENT || code == ENOTDIR: self.init(.notFound, "\(error)")
        case .unreadable, .unwritable, .cut, .foreign, .notDecompressed, .notCompressed, .notOfEncoding, .notJSON,
            .noRows,
            .notSeparated, .notAnObject, .otherShape, .lineTooLong,
            .tooManyColumns, .nestedValue:
            self.init(.failed, "\(error)")
        }
    }

    private init(evaluation error: EvaluationError) {
        switch error {
        case .data(let error): self.init(data: error)
        case .folder(let error): self.init(ExitCode(error), "\(error)")
        case .anotherRun, .anotherVersion, .noPlan, .incompletePrompt: self.init(.usage, "\(error)")
        case .noRecords: self.init(.notFound, "\(error)")
        case .noConversation, .nothingToAsk, .empty, .noAnswers, .inUse, .damaged, .notKept, .digest:
            self.init(.failed, "\(error)")
        }
    }

    private init(key error: KeyError) {
        switch error {
        case .missing:
            // Who installed the service has given it a key, and wonders.
            let hint = ServiceUnit.installed == nil ? "Keep one in a file: ftctl login" : ServiceUnit.ownKey
            self.init(.unauthorized, "\(error)", hints: [hint])
        case .unusableFile, .unusableVariable, .unusableAdminVariable, .unusableAddress, .unencrypted, .elsewhere:
            self.init(.unauthorized, "\(error)")
        }
    }

    private init(store error: StoreError) {
        switch error {
        case .absent(let path):
            self.init(
                .notFound, "no store at \(path): ftd has not run here yet",
                hints: ["Start it: \(ServiceUnit.start(.installed))        or try everything without a key: ftctl demo"]
            )
        case .notYetMade(let path):
            self.init(
                .notFound, "the store \(path) is empty: ftd has not finished making it",
                hints: ["Start it: \(ServiceUnit.start(.installed))"])
        case .notReadable: self.init(.unauthorized, "\(error)")
        case .noDirectory, .cannotMake, .notOurs, .newer, .tooOld, .held, .replaced, .cannotLock:
            self.init(.usage, "\(error)")
        case .migrationFailed, .damaged, .failed: self.init(.failed, "\(error)")
        }
    }
}

extension ExitCode {
    /// The code for a file that cannot be used.
    init(_ error: FileError) {
        switch error.code {
        case EACCES, EPERM: self = .unauthorized
        case ENOENT where error.operation == "read", ENOTDIR where error.operation == "read": self = .notFound
        case _: self = .failed
        }
    }

    /// What an export that did not come about comes to.
    init(_ error: ExportError) {
        switch error {
        case .notOurs, .otherServer, .ambiguousJob: self = .usage
        case .busy, .digest: self = .failed
        case .index: self = .failed
        case .absent, .noJob: self = .notFound
        case .file(let error): self = ExitCode(error)
        }
    }

    /// What a submission that could not go on comes to.
    init(_ error: SubmissionError) {
        switch error {
        case .noFile: self = .notFound
        case .provider(let error): self = ExitCode(error.kind)
        case .data, .spool: self = .failed
        }
    }

    /// What rows that could not be had come to.
    init(_ error: HubError) {
        switch error {
        case .noName, .severalSubsets: self = .usage
        case .absent, .noSubset, .noSplit: self = .notFound
        case .unreachable, .gaveUp, .askedToWait, .malformed, .redirected: self = .unreachable
        case .refused, .changed, .damagedCopy, .tooManyRows: self = .failed
        case .cancelled: self = .interrupted
        }
    }

    /// The code for a failed call of the API.
    init(_ kind: FailureKind) {
        switch kind {
        case .unauthorized, .forbidden: self = .unauthorized
        case .notFound: self = .notFound
        case .unreachable, .server, .badReply, .notTheAPI: self = .unreachable
        case .rateLimited, .quota, .limitReached, .invalidRequest: self = .failed
        case .cancelled: self = .interrupted
        }
    }
}
