extension Schema {
    /// The second schema: whose word a row is.
    ///
    /// `owner` is the user whose submission it was, and whose word alone the row is; null is the daemon's own.
    static let schema2 = """
        ALTER TABLE submissions ADD COLUMN owner INTEGER;
        ALTER TABLE uploads ADD COLUMN owner INTEGER;
        """
}
