extension CommandError {
    /// Any error as what the operator is told: the one place where other modules' errors get their exit codes.
    init(_ error: any Error) {
        switch error {
        case let error as CommandError: self = error
        case let error as OutputError: self.init(.failed, "\(error)")
        default: self.init(.failed, "\(error)")
        }
    }
}
