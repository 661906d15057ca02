import Commands

@testable import FTDaemon

extension DaemonOptions {
    /// Of the arguments after the program's name, which ask for no help and the like.
    init(_ arguments: [String]) throws {
        guard case .run(_, let arguments) = try CommandLineParser.parse(arguments, with: DaemonProgram.table) else {
            throw CommandError.usage("asks for a text")
        }
        self.init(arguments)
    }
}
