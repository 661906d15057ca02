extension Schema {
    /// The ninth schema: which models a server lists, and which ends were told.
    ///
    /// `listed_at` of a model is when a listing last showed it: one that was shown once and is not in the account's last
    /// listing is not there any more. A row of `model_warnings` says that an end was told so many days before.
    static let schema9 = """
        ALTER TABLE models ADD COLUMN listed_at INTEGER;
        CREATE TABLE model_listings (
            account TEXT NOT NULL PRIMARY KEY,
            listed_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE model_warnings (
            account TEXT NOT NULL,
            base_model TEXT NOT NULL,
            ends_at INTEGER NOT NULL,
            days INTEGER NOT NULL,
            told_at INTEGER NOT NULL,
            PRIMARY KEY (account, base_model, ends_at, days)
        ) STRICT, WITHOUT ROWID;
        """

    /// The first schema that knows which models a server lists.
    static let firstWithModelListings = 9
}
