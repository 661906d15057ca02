import Files
import FineTuning
import JobStorage

/// `ftctl list` beside the `sqlite3` shell running the same query on the same store.
enum ListBenchmark {
    private static let columns =
        #""JOB ID", "CREATED", "STATUS", "MODEL", "TRAINING FILE", "ERROR", "FINE-TUNED MODEL""#

    static func run(_ surroundings: Surroundings) throws {
        for count in [10, 100_000] {
            let store = "\(surroundings.scratch)/list-\(count).db"
            try fill(store, count)
            let newest = "SELECT \(columns) FROM status ORDER BY created_at DESC, account DESC, \"JOB ID\" DESC"
            let commands = [
                Measurement(
                    name: "sqlite3: newest 20, and the count",
                    arguments: [
                        "/usr/bin/sqlite3", "-readonly", store, "\(newest) LIMIT 20; SELECT count(*) FROM jobs;",
                    ]),
                Measurement(
                    // A pipe gets every job unless it asks for fewer.
                    name: "ftctl list -n 20",
                    arguments: [surroundings.program("ftctl"), "--store", store, "list", "-n", "20"]),
                Measurement(
                    name: "sqlite3: all", arguments: ["/usr/bin/sqlite3", "-readonly", "-column", store, newest]),
                Measurement(
                    name: "ftctl list --all",
                    arguments: [surroundings.program("ftctl"), "--store", store, "list", "--all"]),
                Measurement(
                    name: "ftctl list --all -o jsonl",
                    arguments: [surroundings.program("ftctl"), "--store", store, "list", "--all", "-o", "jsonl"]),
            ]
            let figures = try Measurement.inTurn(commands, environment: surroundings.environment)
            Measurement.report("list, \(count) jobs, medians of 5", commands, figures)
            print(
                "  CPU of ftctl / sqlite3: \(Measurement.text(figures[1].cpu / figures[0].cpu, 1, 0))x for 20, "
                    + "\(Measurement.text(figures[3].cpu / figures[2].cpu, 1, 0))x for all, "
                    + "\(Measurement.text(figures[4].cpu / figures[3].cpu, 1, 0))x of that as JSON")
        }
    }

    /// A store of that many jobs, one a minute.
    static func fill(_ path: String, _ count: Int) throws {
        let store = try JobStore(path: path)
        let jobs = (0..<count).map(job)
        for start in stride(from: 0, to: count, by: 10_000) {
            _ = try store.apply(
                AccountChanges(
                    account: .default, seenAt: UnixTime(seconds: 1_800_000_000),
                    jobs: Array(jobs[start..<min(count, start + 10_000)])))
        }
    }

    static func job(_ number: Int) -> Job {
        let created = UnixTime(seconds: 1_700_000_000 + Int64(number) * 60)
        var job = Job(
            id: JobID("ftjob-bench\(number)"), createdAt: created, status: .succeeded,
            model: ModelName("gpt-4o-mini-2024-07-18"), trainingFile: FileID("file-bench\(number % 100)"),
            finishedAt: created + .seconds(600))
        if number % 7 == 0 {
            job.status = .failed
            job.error = JobError(code: "invalid_training_file", message: "Example 1 is no example", param: nil)
        } else {
            job.fineTunedModel = ModelName("ft:gpt-4o-mini-2024-07-18:org::\(number)")
        }
        job.raw = raw(job, number)
        return job
    }

    /// The job as the API words it.
    private static func raw(_ job: Job, _ number: Int) -> String {
        func quoted(_ text: String?) -> String { text.map { "\"\($0)\"" } ?? "null" }
        let error = quoted(job.error?.code)
        return #"{"object":"fine_tuning.job","id":"\#(job.id)","created_at":\#(job.createdAt.seconds),"#
            + #""finished_at":\#(job.finishedAt?.seconds ?? 0),"status":"\#(job.status.word)","model":"\#(job.model)","#
            + #""fine_tuned_model":\#(quoted(job.fineTunedModel?.rawValue)),"organization_id":"org-bench","#
            + #""training_file":\#(quoted(job.trainingFile?.rawValue)),"validation_file":null,"result_files":[],"#
            + #""hyperparameters":{"n_epochs":3,"batch_size":1,"learning_rate_multiplier":1.8},"seed":\#(number),"#
            + #""trained_tokens":null,"estimated_finish":null,"error":{"code":\#(error),"message":null,"param":null},"#
            + #""method":{"type":"supervised","supervised":{"hyperparameters":{"n_epochs":3,"batch_size":1,"#
            + #""learning_rate_multiplier":1.8}}},"user_provided_suffix":null,"metadata":{},"integrations":[]}"#
    }
}
