-- A store of schema 1 as it was shipped. Never edited: later versions must open it.
PRAGMA journal_mode = WAL;
CREATE TABLE accounts (
    account TEXT NOT NULL PRIMARY KEY,
    identity TEXT NOT NULL,
    listing INTEGER NOT NULL DEFAULT 0,
    last_complete_listing INTEGER,
    full_listing_after TEXT,
    full_listing_started INTEGER,
    full_listing_completed INTEGER,
    degraded_since INTEGER,
    degraded_reason TEXT
) STRICT;

CREATE TABLE jobs (
    account TEXT NOT NULL,
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    status TEXT NOT NULL,
    model TEXT NOT NULL,
    training_file TEXT,
    validation_file TEXT,
    finished_at INTEGER,
    fine_tuned_model TEXT,
    error_code TEXT,
    error_message TEXT,
    error_param TEXT,
    organization_id TEXT,
    result_files TEXT NOT NULL,
    trained_tokens INTEGER,
    estimated_finish INTEGER,
    seed INTEGER,
    method TEXT,
    n_epochs TEXT,
    batch_size TEXT,
    learning_rate_multiplier TEXT,
    beta TEXT,
    metadata TEXT NOT NULL,
    suffix TEXT,
    first_seen INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    listing INTEGER,
    known INTEGER NOT NULL DEFAULT 0,
    harvest_missing INTEGER NOT NULL DEFAULT 0,
    event_mark TEXT,
    misses_ms TEXT NOT NULL DEFAULT '',
    gone_at INTEGER,
    raw TEXT NOT NULL,
    PRIMARY KEY (account, id)
) STRICT;

-- Holds all that a list shows, so that a long list need not read the raw texts.
CREATE INDEX jobs_newest ON jobs (
    created_at, account, id, status, model, training_file, error_code, error_message, fine_tuned_model, gone_at
);
CREATE INDEX jobs_by_id ON jobs (id);
CREATE INDEX jobs_unfinished ON jobs (account, created_at)
    WHERE status NOT IN ('succeeded', 'failed', 'cancelled');
CREATE INDEX jobs_unharvested ON jobs (account, created_at) WHERE harvest_missing > 0;
CREATE INDEX jobs_unknown ON jobs (account, listing) WHERE known = 0;

CREATE TABLE transitions (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL,
    id TEXT NOT NULL,
    job TEXT NOT NULL,
    from_status TEXT,
    to_status TEXT NOT NULL,
    cause TEXT NOT NULL,
    seen_at_ms INTEGER NOT NULL,
    UNIQUE (account, id),
    FOREIGN KEY (account, job) REFERENCES jobs (account, id)
) STRICT;
CREATE INDEX transitions_of_job ON transitions (account, job);

CREATE TABLE events (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL,
    job TEXT NOT NULL,
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    level TEXT NOT NULL,
    message TEXT NOT NULL,
    type TEXT,
    raw TEXT NOT NULL,
    UNIQUE (account, job, id),
    FOREIGN KEY (account, job) REFERENCES jobs (account, id)
) STRICT;
CREATE INDEX events_in_order ON events (account, job, created_at, position);

CREATE TABLE metrics (
    account TEXT NOT NULL,
    job TEXT NOT NULL,
    step INTEGER NOT NULL,
    total_steps INTEGER,
    train_loss REAL,
    train_mean_token_accuracy REAL,
    valid_loss REAL,
    valid_mean_token_accuracy REAL,
    full_valid_loss REAL,
    full_valid_mean_token_accuracy REAL,
    PRIMARY KEY (account, job, step),
    FOREIGN KEY (account, job) REFERENCES jobs (account, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE checkpoints (
    account TEXT NOT NULL,
    id TEXT NOT NULL,
    job TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    fine_tuned_model_checkpoint TEXT NOT NULL,
    step_number INTEGER NOT NULL,
    total_steps INTEGER,
    train_loss REAL,
    train_mean_token_accuracy REAL,
    valid_loss REAL,
    valid_mean_token_accuracy REAL,
    full_valid_loss REAL,
    full_valid_mean_token_accuracy REAL,
    raw TEXT NOT NULL,
    PRIMARY KEY (account, id),
    FOREIGN KEY (account, job) REFERENCES jobs (account, id)
) STRICT;
CREATE INDEX checkpoints_of_job ON checkpoints (account, job, step_number);

CREATE TABLE models (
    account TEXT NOT NULL,
    model TEXT NOT NULL,
    base_model TEXT NOT NULL,
    job TEXT,
    created_at INTEGER,
    shutdown_at INTEGER,
    last_used INTEGER,
    PRIMARY KEY (account, model)
) STRICT;

CREATE TABLE uploads (
    account TEXT NOT NULL,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    filename TEXT,
    created_at INTEGER NOT NULL,
    deleted_at INTEGER,
    PRIMARY KEY (account, file)
) STRICT;
CREATE INDEX uploads_by_content ON uploads (account, sha256, bytes);

CREATE TABLE submissions (
    account TEXT NOT NULL,
    id TEXT NOT NULL,
    step TEXT NOT NULL,
    model TEXT NOT NULL,
    suffix TEXT,
    training_path TEXT NOT NULL,
    training_sha256 TEXT NOT NULL,
    training_bytes INTEGER NOT NULL,
    validation_path TEXT,
    validation_sha256 TEXT,
    validation_bytes INTEGER,
    job TEXT,
    reason TEXT,
    created_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    PRIMARY KEY (account, id)
) STRICT;
CREATE INDEX submissions_of_job ON submissions (account, job);

CREATE TABLE deliveries (
    id TEXT NOT NULL,
    hook TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    type TEXT NOT NULL,
    account TEXT,
    job TEXT,
    created_at_ms INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'dead')),
    due_at_ms INTEGER,
    attempts INTEGER NOT NULL,
    attempt_started_ms INTEGER,
    ended_at_ms INTEGER,
    reason TEXT,
    body BLOB NOT NULL,
    PRIMARY KEY (id, hook)
) STRICT;
CREATE UNIQUE INDEX deliveries_of_ends ON deliveries (account, job, type, hook)
    WHERE type IN ('fine_tuning.job.succeeded', 'fine_tuning.job.failed', 'fine_tuning.job.cancelled');
CREATE INDEX deliveries_waiting ON deliveries (hook, sequence) WHERE state = 'waiting';
CREATE INDEX deliveries_newest ON deliveries (sequence);
CREATE INDEX deliveries_of_job ON deliveries (account, job);
CREATE INDEX deliveries_by_state ON deliveries (hook, state);

CREATE TABLE hooks (
    hook TEXT NOT NULL PRIMARY KEY,
    last_success_ms INTEGER,
    disabled_since INTEGER,
    disabled_reason TEXT,
    silenced_until INTEGER
) STRICT;

CREATE TABLE daemon (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    started_at INTEGER,
    pid INTEGER,
    version TEXT,
    sqlite_version TEXT,
    checked_at INTEGER,
    last_sequence INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO daemon (id) VALUES (1);

CREATE VIEW status AS SELECT
    id AS "JOB ID",
    datetime(created_at, 'unixepoch', 'localtime') AS "CREATED",
    status AS "STATUS",
    model AS "MODEL",
    training_file AS "TRAINING FILE",
    CASE
        WHEN error_code IS NULL THEN error_message
        WHEN error_message IS NULL THEN error_code
        ELSE error_code || ': ' || error_message
    END AS "ERROR",
    fine_tuned_model AS "FINE-TUNED MODEL",
    account,
    created_at,
    gone_at
FROM jobs;

-- What a store of that schema held.
INSERT INTO accounts (account, identity, listing, last_complete_listing) VALUES ('default', 'f1', 4, 1795348800);
INSERT INTO jobs (account, id, created_at, status, model, training_file, finished_at, fine_tuned_model, result_files,
    metadata, first_seen, changed_at, listing, known, harvest_missing, event_mark, raw)
VALUES ('default', 'ftjob-old', 1795340000, 'succeeded', 'gpt-4o-mini-2024-07-18', 'file-train', 1795341000,
    'ft:gpt-4o-mini-2024-07-18:org::x', '["file-result"]', '{"ftd_submission":"u"}', 1795340001, 1795341001, 1, 1, 4,
    'ftevent-2', '{}');
INSERT INTO jobs (account, id, created_at, status, model, result_files, metadata, first_seen, changed_at, raw)
VALUES ('default', 'ftjob-new', 1795348000, 'running', 'gpt-4o-mini-2024-07-18', '[]', '{}', 1795348001, 1795348001,
    '{}');
INSERT INTO transitions (account, id, job, from_status, to_status, cause, seen_at_ms)
VALUES ('default', 'evt_1', 'ftjob-old', 'running', 'succeeded', 'moved', 1795341001000);
INSERT INTO events (account, job, id, created_at, level, message, type, raw)
VALUES ('default', 'ftjob-old', 'ftevent-1', 1795340500, 'info', 'The job has started', 'message', '{}'),
    ('default', 'ftjob-old', 'ftevent-2', 1795340500, 'info', 'Done', 'message', '{}');
INSERT INTO metrics (account, job, step, total_steps, train_loss) VALUES ('default', 'ftjob-old', 1, 10, 2.5);
INSERT INTO checkpoints (account, id, job, created_at, fine_tuned_model_checkpoint, step_number, raw)
VALUES ('default', 'ftckpt_1', 'ftjob-old', 1795340900, 'ft:gpt-4o-mini-2024-07-18:org::x:ckpt-step-10', 10, '{}');
INSERT INTO deliveries (id, hook, sequence, type, account, job, created_at_ms, state, attempts, ended_at_ms, reason,
    body)
VALUES ('evt_1', 'slack', 7, 'fine_tuning.job.succeeded', 'default', 'ftjob-old', 1795341001000, 'dead', 2,
    1795348800000, 'HTTP 500', x'7b7d');
UPDATE daemon SET last_sequence = 7;
PRAGMA application_id = 1718903857;
PRAGMA user_version = 1;
