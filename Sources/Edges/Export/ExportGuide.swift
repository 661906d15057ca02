import FineTuning
import Text

/// The text that tells people what is what in an export, and what is not there.
struct ExportGuide {
    let index: ExportIndex
    let jobs: Int
    let time: LocalTime

    /// The most missing things that are named; the index names all.
    private static let mostNamed = 200

    var text: String {
        let accounts = index.accounts.map { "\($0.name.rawValue.printable) at \($0.address.printable)" }
        let bytes = index.files.values.reduce(0) { $0 + $1.bytes }
        return """
            What this folder is
            ===================

            An export of fine-tuning jobs, made by ftctl \(ProductVersion.text) on \(time.full(index.startedAt)):
            \(HumanText.count(jobs, "job")), \(HumanText.count(index.files.count, "file")), \(HumanText.bytes(bytes)).
            Accounts: \(accounts.joined(separator: ", ")).
            The same command again fetches what is new or missing, and leaves the rest.
            Whether all is as it was fetched: ftctl export --verify FOLDER

            What is what
            ============

            index.json              every file with its size, SHA-256, source and time; what could not be had, and why
            jobs.csv                a row for each job
            metrics.csv             a row for each step of each job, from events, results files and the store
            notices.json            what ftd told of accounts, submissions, hooks and money
            accounts/NAME/
              models.json           every model that the key saw, with the dates on which they stop answering
              submissions.json      what was submitted from this machine, and what came of it
              uploads.json          what was uploaded from this machine
              unreadable-jobs.json  entries of the list of jobs that are no jobs (only where there are such)
              jobs/ID/
                job.json            the job as the API sent it
                events.json         its log, newest first, as the API sent it
                checkpoints.json    the models saved on the way, as the API sent them
                metrics.csv         its numbers by step
                history.json        the changes that ftd saw, and what it told of them
              files/ID/
                file.json           what the API says of the file
                content.jsonl       a training or validation file, byte by byte (check, submit)
                content.csv         a results file, byte by byte; OpenAI sends them in base64
                content.bin         any other file

            JSON is as it was received. Times are Unix seconds. A name that is no plain one stands as ~ and its
            SHA-256; the true one is in the file itself.

            What is not here
            ================

            The weights of the models: the API gives them to nobody. Whoever has the training file, the settings
            in job.json and the model's own answers (ftctl record) can train the same thing elsewhere:
              ftctl check accounts/NAME/files/ID/content.jsonl
              ftctl submit accounts/NAME/files/ID/content.jsonl --account OTHER

            \(missing)

            """
    }

    private var missing: String {
        guard !index.missing.isEmpty else { return "Everything else that was asked for is here." }
        let shown = index.missing.prefix(Self.mostNamed).map {
            "- \($0.source.printable): \($0.reason.printable(limit: 600))"
        }
        let rest = index.missing.count - shown.count
        return "Could not be had:\n" + shown.joined(separator: "\n")
            + (rest > 0 ? "\nand \(HumanText.number(rest)) more, which index.json names" : "")
    }
}
