extension Schema {
    /// The fourth schema: what was taken along, and which jobs' details were thinned.
    ///
    /// `owner` is the user who says so; only root's word and the daemon's own user's let details be thinned. `details`
    /// has a bit for each kind that was thinned: 1 metrics, 2 events, 4 deliveries, 8 transitions.
    static let schema4 = """
        CREATE TABLE exports (
            account TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('job', 'file')),
            id TEXT NOT NULL,
            owner INTEGER NOT NULL,
            exported_at INTEGER NOT NULL,
            PRIMARY KEY (account, kind, id, owner)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE thinned (
            account TEXT NOT NULL,
            job TEXT NOT NULL,
            details INTEGER NOT NULL,
            thinned_at INTEGER NOT NULL,
            PRIMARY KEY (account, job),
            FOREIGN KEY (account, job) REFERENCES jobs (account, id)
        ) STRICT, WITHOUT ROWID;
        """

    /// The first schema that has the tables `exports` and `thinned`.
    static let firstWithExports = 4
}
