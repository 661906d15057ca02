extension Schema {
    /// The eighth schema: which jobs changed since somebody looked, and how many deliveries each hook has.
    ///
    /// `revision` grows with every change of what a job's row of a table shows, over all jobs; 0 is before there were any.
    /// `delivery_counts` is kept by triggers, so that nobody counts a long outbox. `hold_is_away` says whether there was no way
    /// to a held hook's receiver when it was last looked.
    static let schema8 = """
        ALTER TABLE jobs ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX jobs_revised ON jobs (revision) WHERE revision > 0;
        CREATE INDEX jobs_by_status ON jobs (account, status, gone_at);
        CREATE INDEX models_by_end ON models (model) WHERE shutdown_at IS NOT NULL;

        ALTER TABLE hooks ADD COLUMN hold_is_away INTEGER;
        CREATE TABLE delivery_counts (
            hook TEXT NOT NULL,
            state TEXT NOT NULL,
            count INTEGER NOT NULL,
            PRIMARY KEY (hook, state)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO delivery_counts SELECT hook, state, count(*) FROM deliveries GROUP BY hook, state;
        -- Two steps, since a trigger's upsert would take the conflict clause of the statement that fired it.
        CREATE TRIGGER deliveries_added AFTER INSERT ON deliveries BEGIN
            INSERT INTO delivery_counts SELECT new.hook, new.state, 0
                WHERE NOT EXISTS (SELECT 1 FROM delivery_counts WHERE hook = new.hook AND state = new.state);
            UPDATE delivery_counts SET count = count + 1 WHERE hook = new.hook AND state = new.state;
        END;
        CREATE TRIGGER deliveries_moved AFTER UPDATE OF state ON deliveries WHEN old.state <> new.state BEGIN
            UPDATE delivery_counts SET count = count - 1 WHERE hook = old.hook AND state = old.state;
            INSERT INTO delivery_counts SELECT new.hook, new.state, 0
                WHERE NOT EXISTS (SELECT 1 FROM delivery_counts WHERE hook = new.hook AND state = new.state);
            UPDATE delivery_counts SET count = count + 1 WHERE hook = new.hook AND state = new.state;
        END;
        CREATE TRIGGER deliveries_removed AFTER DELETE ON deliveries BEGIN
            UPDATE delivery_counts SET count = count - 1 WHERE hook = old.hook AND state = old.state;
        END;
        """

    /// The first schema whose jobs have the column `revision`, and that has the table `delivery_counts`.
    static let firstWithRevisions = 8

    /// The revision of a job that changes now.
    static let nextRevision = "(SELECT coalesce(max(revision), 0) + 1 FROM jobs WHERE revision > 0)"
}
