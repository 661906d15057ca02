extension Schema {
    /// The seventh schema: numbers without a column of their own, jobs that go wrong, and what a month may cost.
    ///
    /// `more` is a JSON object: numbers under a server's own names, and for a number that has a column but is none, which
    /// SQLite keeps as NULL, its word: `{"train_loss": "NaN"}`. `reported_at` is when an event first told of the step;
    /// steps that only a results file has are without. A row of `divergences` stays, so that a job is told once;
    /// `until` says since when it goes wrong no longer. A row of `budgets` says that a month's limit was exceeded, and
    /// what had been spent then, in billionths.
    static let schema7 = """
        ALTER TABLE metrics ADD COLUMN more TEXT NOT NULL DEFAULT '{}';
        ALTER TABLE metrics ADD COLUMN reported_at INTEGER;
        UPDATE metrics SET reported_at = told.at FROM (
            SELECT account, job, json_extract(raw, '$.data.step') AS step, min(created_at) AS at FROM events
            WHERE type = 'metrics' AND json_valid(raw) GROUP BY 1, 2, 3
        ) AS told WHERE metrics.account = told.account AND metrics.job = told.job AND metrics.step = told.step;
        ALTER TABLE checkpoints ADD COLUMN more TEXT NOT NULL DEFAULT '{}';
        CREATE TABLE divergences (
            account TEXT NOT NULL,
            job TEXT NOT NULL,
            since INTEGER NOT NULL,
            until INTEGER,
            reason TEXT NOT NULL,
            PRIMARY KEY (account, job),
            FOREIGN KEY (account, job) REFERENCES jobs (account, id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE budgets (
            month TEXT NOT NULL,
            currency TEXT NOT NULL,
            amount_nanos INTEGER NOT NULL,
            spent_nanos INTEGER NOT NULL,
            exceeded_at INTEGER NOT NULL,
            PRIMARY KEY (month, currency)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX models_ending ON models (shutdown_at) WHERE shutdown_at IS NOT NULL;
        CREATE INDEX jobs_ended ON jobs (finished_at) WHERE finished_at IS NOT NULL;
        """

    /// The first schema that has the column `more` and the tables `divergences` and `budgets`.
    static let firstWithMore = 7
}
