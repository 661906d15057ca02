import Commands
import Export
import FineTuning
import JobStorage
import Synchronization
import Text

/// An export as a person at a terminal sees it: how much there is, how far it is, what came of it.
struct ExportReport {
    let context: CommandContext

    /// Missing things that are named on the terminal; README.txt names more.
    private static let mostMissing = 5

    /// Takes all along.
    func export(_ request: ExportRequest, into path: String, store: JobStoreReader?) throws -> ExitCode {
        context.interrupt.arm(
            saying: "interrupted; what was fetched is kept", hints: ["The same command goes on where it stood."])
        let bar = Mutex<ProgressBar?>(nil)
        let context = context
        let effects = ExportEffects(
            now: context.surroundings.now, uptime: context.surroundings.uptime,
            pause: { try context.interrupt.sleep(for: $0) }, check: { try context.interrupt.check() },
            say: { text in
                bar.withLock { $0?.clear() }
                try context.say("ftctl: \(text)")
            },
            announce: { plan in
                try context.say(Self.sentence(plan, rate: request.rate))
                let total = plan.total
                bar.withLock { $0 = ProgressBar(path, total: total, unit: .bytes, in: context.surroundings) }
            },
            progress: { done in bar.withLock { $0 }?.update(done) })
        let result: ExportResult
        do {
            result = try Export(request, store: store, time: context.time, effects: effects).run(into: path)
        } catch {
            bar.withLock { $0 }?.finish()
            try context.interrupt.check()
            throw error
        }
        bar.withLock { $0 }?.finish()
        try tell(result, path)
        try note(result)
        return result.trouble.map { ExitCode($0.kind) } ?? .done
    }

    /// What there is to fetch, for example `to fetch: about 42 requests and 118 MB in 12 files, of 14 jobs`.
    static func sentence(_ plan: ExportPlan, rate: Int) -> String {
        let jobs = HumanText.count(plan.jobs, "job")
        let present =
            plan.present > 0 ? "; \(HumanText.count(plan.present, "file")) of an earlier run are looked through" : ""
        guard plan.requests > 0 else { return "nothing to fetch, of \(jobs)\(present)" }
        let files =
            plan.files > 0 ? " and \(HumanText.bytes(plan.bytes)) in \(HumanText.count(plan.files, "file"))" : ""
        return "to fetch: about \(HumanText.count(plan.requests, "request"))\(files), of \(jobs); "
            + "at most \(HumanText.count(rate, "request")) a second\(present)"
    }

    private func tell(_ result: ExportResult, _ path: String) throws {
        try context.tell(
            "\(path.printable): \(HumanText.count(result.jobs, "job")), \(HumanText.count(result.files, "file")), "
                + "\(HumanText.bytes(result.bytes)), \(HumanText.count(result.requests, "request"))")
        guard !result.missing.isEmpty else { return }
        try context.say("could not be had (\(path.printable)/README.txt says all of it):")
        for one in result.missing.prefix(Self.mostMissing) {
            try context.say("  \(one.source.printable): \(one.reason.printable(limit: 300))", hanging: 4)
        }
        let rest = result.missing.count - Self.mostMissing
        if rest > 0 { try context.say("  and \(HumanText.number(rest)) more") }
    }

    /// Leaves word for `ftd` of what is safe now.
    private func note(_ result: ExportResult) throws {
        guard !result.notes.isEmpty else { return }
        do {
            try ExportNotes(context).leave(result.notes)
        } catch {
            try context.say("ftctl: ftd does not learn that this was exported: \(CommandError(error).sentence)")
        }
    }

    /// Looks an export through.
    func verify(_ path: String) throws -> ExitCode {
        context.interrupt.arm(saying: "interrupted; nothing was changed")
        var bar: ProgressBar?
        let found: ExportVerification
        do {
            found = try ExportVerification(of: path) { done, total in
                try context.interrupt.check()
                let shown = bar ?? ProgressBar(path, total: total, unit: .bytes, in: context.surroundings)
                bar = shown
                shown.update(done)
            }
        } catch {
            bar?.finish()
            throw error
        }
        bar?.finish()
        for problem in found.problems { try context.tell(problem.printable) }
        let what = "\(HumanText.count(found.files, "file")), \(HumanText.bytes(found.bytes))"
        guard found.isSound else {
            throw CommandError(
                .failed,
                "\(path.printable) is not as it was fetched: \(HumanText.count(found.problems.count, "problem"))",
                hints: ["Fetch again what is missing: ftctl export -o \(path.shellWord.printable)"])
        }
        try context.tell("\(path.printable): \(what): all as it was fetched")
        if !found.isFinished {
            try context.say("the last run was cut short: ftctl export -o \(path.shellWord.printable) goes on")
        }
        if !found.missing.isEmpty {
            try context.say(
                "\(HumanText.count(found.missing.count, "thing")) could not be had: \(path.printable)/README.txt")
        }
        return .done
    }
}
