package import Files
package import FineTuning

extension Spool {
    /// Whether a process works on a submission now.
    package func isWorkedOn(_ id: SubmissionID) throws(FileError) -> Bool {
        do throws(SystemError) { return try FileLock.isHeld(lockPath(id)) } catch {
            throw FileError("read", lockPath(id), errno: error.code)
        }
    }
}
