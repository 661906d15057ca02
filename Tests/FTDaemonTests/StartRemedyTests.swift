import Commands
import ConfigurationText
import Files
import FineTuning
import Glibc
import JobStorage
import Settings
import Testing

@testable import FTDaemon

@Suite struct StartRemedyTests {
    /// A full disk at the start once ended the service for good.
    @Test(arguments: [
        (StoreError.noDirectory(path: "/a"), StartRemedy.restart),
        (.cannotMake(path: "/a", reason: "no space"), .restart),
        (.notReadable(path: "/a"), .restart), (.cannotLock(path: "/a", reason: "read-only"), .restart),
        (.replaced(path: "/a"), .restart), (.absent(path: "/a"), .restart), (.notYetMade(path: "/a"), .restart),
        (.held(path: "/a", pid: 3), .person), (.notOurs(path: "/a"), .person),
        (.newer(path: "/a", schema: 9, known: 1), .person), (.tooOld(path: "/a", schema: 1, oldest: 2), .person),
        (.damaged(path: "/a", findings: []), .person),
    ])
    func aStoreAsksForAPersonOnlyWhenNothingElseHelps(error: StoreError, remedy: StartRemedy) {
        #expect(StartRemedy(for: error) == remedy)
    }

    @Test(arguments: [(EMFILE, StartRemedy.restart), (EIO, .restart), (ENOENT, .person), (EACCES, .person)])
    func aConfigurationThatCannotBeReadMayBeReadLater(code: Int32, remedy: StartRemedy) {
        let problem = ConfigurationError.Problem(file: "ftd.conf", line: nil, text: "cannot read it")
        #expect(StartRemedy(for: ConfigurationError([problem], cause: SystemError(code: code))) == remedy)
    }

    @Test func whatIsWrittenWrongIsForAPerson() {
        let problem = ConfigurationError.Problem(file: "ftd.conf", line: 3, text: "unknown key")
        #expect(StartRemedy(for: ConfigurationError([problem])) == .person)
        #expect(StartRemedy(for: CommandError.usage("no place for the store")) == .person)
        #expect(StartRemedy(for: KeyError.missing(.default)) == .person)
    }

    @Test func whatTheMachineRefusesIsTriedAgain() {
        #expect(StartRemedy(for: FileError("make", "/a/spool", errno: ENOSPC)) == .restart)
        #expect(StartRemedy(for: SystemError(code: EMFILE)) == .restart)
        #expect(StartRemedy.restart.exitCode.rawValue == 1 && StartRemedy.person.exitCode.rawValue == 2)
    }
}
