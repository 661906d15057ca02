import Files
import FineTuning
import JSONText
import JobJSON
import Text

/// The tables over all that an export holds, made from its own files.
struct ExportTables {
    let folder: ExportFolder
    let effects: ExportEffects

    private static let titles = [
        "account", "id", "created_at", "status", "model", "fine_tuned_model", "training_file", "validation_file",
        "result_files", "finished_at", "trained_tokens", "method", "n_epochs", "batch_size",
        "learning_rate_multiplier", "beta", "seed", "suffix", "error_code", "error_message", "metadata", "folder",
    ]

    /// Writes both.
    ///
    /// - Returns: how many jobs there are.
    func write() throws -> Int {
        let names = Dictionary(
            try folder.index.accounts.map { account in
                (try ExportPath.component(account.name.rawValue), account.name.rawValue)
            }, uniquingKeysWith: { first, _ in first })
        let jobs = try folder.begin(.jobs)
        let metrics = try folder.begin(.metrics)
        try jobs.write(Array(CSVField.line(Self.titles).utf8))
        try metrics.write(Array(CSVField.line(["account", "job"] + JobMetrics.columns).utf8))
        var count = 0
        for entry in folder.entries where entry.path.name == "job.json" && entry.path.components.count == 5 {
            try effects.check()
            let components = entry.path.components
            let account = names[components[1]] ?? components[1]
            guard let bytes = try folder.bytes(of: entry.path, greatestSize: 1 << 30), let job = Self.job(bytes) else {
                continue
            }
            count += 1
            let place = components.dropLast().joined(separator: "/")
            try jobs.write(Array(CSVField.line(Self.fields(job, account, place)).utf8))
            let path = ExportPath(components.dropLast() + ["metrics.csv"])
            guard let lines = try folder.bytes(of: path, greatestSize: 1 << 30) else { continue }
            let start = Array("\(CSVField.text(account)),\(CSVField.text(job.id.rawValue)),".utf8)
            // The numbers' own table has a line a step, and no line breaks in its fields.
            for line in lines.split(separator: UInt8(ascii: "\n")).dropFirst() {
                try metrics.write(start + line + [UInt8(ascii: "\n")])
            }
        }
        try folder.keep(jobs, from: "made here: the jobs of this export", isFinal: false)
        try folder.keep(metrics, from: "made here: the numbers of the jobs of this export", isFinal: false)
        return count
    }

    private static func job(_ bytes: [UInt8]) -> Job? {
        do throws(JSONSyntaxError) { return Job(wire: try JSONValue.parse(bytes)) } catch { return nil }
    }

    private static func fields(_ job: Job, _ account: String, _ place: String) -> [String] {
        let knobs = job.hyperparameters
        let metadata = job.metadata.isEmpty ? "" : JSONWriter.text(.object(job.metadata.json))
        let texts: [String?] = [
            account, job.id.rawValue, "\(job.createdAt.seconds)", job.status.word, job.model.rawValue,
            job.fineTunedModel?.rawValue, job.trainingFile?.rawValue, job.validationFile?.rawValue,
            job.resultFiles.map(\.rawValue).joined(separator: " "), job.finishedAt.map { "\($0.seconds)" },
            job.trainedTokens.map { "\($0)" }, job.method, knobs.epochs?.description, knobs.batchSize?.description,
            knobs.learningRateMultiplier?.description, knobs.beta?.description, job.seed.map { "\($0)" }, job.suffix,
            job.error?.code, job.error?.message, metadata, place,
        ]
        return texts.map { $0.map(CSVField.text) ?? "" }
    }
}
