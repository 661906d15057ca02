package import FineTuning

/// The daemon that last opened the store, and the store itself.
package struct StoreInfo: Sendable, Hashable {
    /// The file.
    package var path: String
    /// The number of its schema.
    package var schema: Int
    /// Its size in bytes, without the log beside it.
    package var bytes: Int64
    /// The size in bytes of the log beside it.
    package var logBytes: Int64
    /// When it was last examined.
    package var checkedAt: UnixTime?
    /// The daemon that last opened it; nil when none has.
    package var daemon: Run?

    package init(
        path: String, schema: Int, bytes: Int64, logBytes: Int64 = 0, checkedAt: UnixTime? = nil, daemon: Run? = nil
    ) {
        self.path = path
        self.schema = schema
        self.bytes = bytes
        self.logBytes = logBytes
        self.checkedAt = checkedAt
        self.daemon = daemon
    }

    /// One run of the daemon.
    package struct Run: Sendable, Hashable {
        /// When it started.
        package var startedAt: UnixTime
        /// Its process id.
        package var pid: Int
        /// Its version.
        package var version: String
        /// The version of the SQLite library it runs on.
        package var sqliteVersion: String

        package init(startedAt: UnixTime, pid: Int, version: String, sqliteVersion: String) {
            self.startedAt = startedAt
            self.pid = pid
            self.version = version
            self.sqliteVersion = sqliteVersion
        }
    }
}
