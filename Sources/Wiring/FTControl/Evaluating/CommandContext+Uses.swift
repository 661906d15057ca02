import Commands
import Evaluation
import Files
import FineTuning
import Glibc
import Spool
import Text

extension CommandContext {
    /// Leaves word for `ftd` that a model was asked; where no `ftd` keeps a store nothing is left.
    ///
    /// It is a detail of what was asked for: where it cannot be left that is said, and nothing fails.
    func noteUse(_ model: ModelKey, at time: UnixTime) throws {
        let spool: Spool
        do { spool = try self.spool() } catch is CommandError { return }
        guard access(spool.directory, F_OK) == 0 else { return }
        do throws(FileError) {
            try spool.leave(UseNote(account: model.account, model: model.model, usedAt: time))
        } catch {
            try say("ftctl: ftd is not told that \(model.model.rawValue.printable) is in use: \(error)")
        }
    }
}
