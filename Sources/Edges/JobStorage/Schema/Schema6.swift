extension Schema {
    /// The sixth schema: holds, groups, silences of jobs, tests of hooks, and notices whose hook is no more.
    ///
    /// `members` is how many notices a group's message tells of, and `grouped_into` the id of the message that tells of
    /// this one.
    static let schema6 = """
        CREATE TABLE deliveries_rebuilt (
            id TEXT NOT NULL,
            hook TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            type TEXT NOT NULL,
            account TEXT,
            job TEXT,
            created_at_ms INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'dead', 'abandoned', 'grouped')),
            due_at_ms INTEGER,
            attempts INTEGER NOT NULL,
            attempt_started_ms INTEGER,
            ended_at_ms INTEGER,
            reason TEXT,
            body BLOB NOT NULL,
            members INTEGER NOT NULL DEFAULT 0,
            grouped_into TEXT,
            PRIMARY KEY (id, hook)
        ) STRICT;
        INSERT INTO deliveries_rebuilt (id, hook, sequence, type, account, job, created_at_ms, state, due_at_ms,
                attempts, attempt_started_ms, ended_at_ms, reason, body)
            SELECT id, hook, sequence, type, account, job, created_at_ms, state, due_at_ms,
                attempts, attempt_started_ms, ended_at_ms, reason, body
            FROM deliveries ORDER BY rowid;
        DROP TABLE deliveries;
        ALTER TABLE deliveries_rebuilt RENAME TO deliveries;
        CREATE UNIQUE INDEX deliveries_of_ends ON deliveries (account, job, type, hook)
            WHERE type IN ('fine_tuning.job.succeeded', 'fine_tuning.job.failed', 'fine_tuning.job.cancelled');
        CREATE INDEX deliveries_waiting ON deliveries (hook, sequence) WHERE state = 'waiting';
        CREATE INDEX deliveries_newest ON deliveries (sequence);
        CREATE INDEX deliveries_of_job ON deliveries (account, job);
        CREATE INDEX deliveries_by_state ON deliveries (hook, state);
        CREATE INDEX deliveries_dead ON deliveries (hook) WHERE state = 'dead';

        ALTER TABLE hooks ADD COLUMN held_since_ms INTEGER;
        ALTER TABLE hooks ADD COLUMN hold_failures INTEGER;
        ALTER TABLE hooks ADD COLUMN hold_began_ms INTEGER;
        ALTER TABLE hooks ADD COLUMN held_until_ms INTEGER;
        ALTER TABLE hooks ADD COLUMN hold_is_asked INTEGER;
        ALTER TABLE hooks ADD COLUMN hold_reason TEXT;

        CREATE TABLE silences (
            account TEXT NOT NULL,
            job TEXT NOT NULL,
            until_ms INTEGER NOT NULL,
            PRIMARY KEY (account, job)
        ) STRICT, WITHOUT ROWID;

        -- taken is NULL where nothing was sent.
        CREATE TABLE hook_tests (
            wish TEXT NOT NULL PRIMARY KEY,
            hook TEXT NOT NULL,
            at_ms INTEGER NOT NULL,
            type TEXT NOT NULL,
            taken INTEGER,
            took_ms INTEGER,
            answer TEXT NOT NULL,
            body BLOB
        ) STRICT;
        CREATE INDEX hook_tests_of_hook ON hook_tests (hook, at_ms);
        """

    /// The first schema that has holds, groups, silences of jobs and tests of hooks.
    static let firstWithHolds = 6
}
