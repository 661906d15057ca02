extension Schema {
    /// The fifth schema: what a job is called, and all that its row of a table shows in one index.
    ///
    /// `name` is the suffix, otherwise the `name` in the metadata. It is no generated column: an index that holds one
    /// does not cover a query. `jobs_told_cost` finds the jobs of servers that say what a job cost.
    static let schema5 = """
        ALTER TABLE jobs ADD COLUMN name TEXT;
        UPDATE jobs SET name = \(derivedName) WHERE suffix IS NOT NULL OR metadata <> '{}';
        DROP INDEX jobs_newest;
        CREATE INDEX jobs_newest ON jobs (
            created_at, account, id, status, model, training_file, error_code, error_message, fine_tuned_model,
            gone_at, name, finished_at, trained_tokens, method
        );
        CREATE INDEX jobs_told_cost ON jobs (account, id) WHERE \(tellsCost);
        """

    /// The first schema whose jobs have the column `name`.
    static let firstWithNames = 5

    /// What a job is called, in a store that has no column of it yet.
    static let derivedName = """
        nullif(coalesce(suffix, CASE WHEN metadata <> '{}' AND json_valid(metadata) THEN json_extract(metadata, '$.name') END), '')
        """

    /// Whether the server said what a job cost; what it said is read from its text.
    static let tellsCost = #"(instr(raw, '"estimatedCost"') OR instr(raw, '"total_price"'))"#
}
