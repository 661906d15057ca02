extension Schema {
    /// The third schema: which jobs count as stalled, and since when.
    static let schema3 = """
        CREATE TABLE stalls (
            account TEXT NOT NULL,
            job TEXT NOT NULL,
            since INTEGER NOT NULL,
            PRIMARY KEY (account, job),
            FOREIGN KEY (account, job) REFERENCES jobs (account, id)
        ) STRICT, WITHOUT ROWID;
        """

    /// The first schema that has the table `stalls`.
    static let firstWithStalls = 3
}
