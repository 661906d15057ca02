import Commands
import FineTuning
import Glibc
import JobStorage
import JobViews
import Settings
import Spool
import Text

/// What this machine keeps: store, spool, daemon, disk, and the models of the jobs.
struct StoreCheckup {
    let context: CommandContext
    let unit: ServiceUnit?
    /// Nil where the configuration cannot be read.
    let settings: Settings?

    private static let leastSpace: UInt64 = 100_000_000
    private static let littleSpace: UInt64 = 1_000_000_000

    func perform() -> [Diagnosis] {
        let place: Places.StorePlace
        do { place = try context.storePlace() } catch {
            return [.failed("store", "\(CommandError(error))", try: nil)]
        }
        do {
            let store = try context.openStore()
            let state = try DaemonState(of: store, at: place.path)
            return [
                .ok(
                    "store",
                    "\(shown(place.path)), \(state.store(now: context.now, time: context.time)), "
                        + HumanText.count(state.jobs.values.reduce(0, +), "job"))
            ] + spool() + daemon(state) + disk(place.path) + models(store)
        } catch {
            let problem = CommandError(error)
            let isMissing = problem.exitCode == .notFound
            let isGroup = problem.exitCode == .unauthorized && place.origin == .system
            let command =
                isMissing ? ServiceUnit.start(unit) : isGroup ? "sudo usermod -aG ftd \"$USER\"" : nil
            let runs = JobStoreReader.isDaemonAlive(store: place.path) == true
            return [.failed("store", problem.sentence, try: command)]
                + (runs ? [.ok("daemon", "ftd runs")] : [notRunning]) + disk(place.path)
        }
    }

    private func shown(_ path: String) -> String { context.shown(path: path).printable }

    private func spool() -> [Diagnosis] {
        do {
            let spool = try context.spool()
            guard access(spool.directory, F_OK) == 0 else {
                return [.warning("spool", "\(shown(spool.directory)) is not there yet: ftd makes it", try: nil)]
            }
            guard access(spool.directory, W_OK | X_OK) == 0 else {
                return [
                    .failed(
                        "spool", "no right to write to \(shown(spool.directory)): submissions cannot be left there",
                        try: "sudo usermod -aG ftd \"$USER\"")
                ]
            }
            let submissions = try context.submissions()
            let parked = submissions.filter { $0.state == .parked || $0.state == .interrupted || $0.state == .unknown }
            guard parked.isEmpty else {
                return [
                    .warning(
                        "spool",
                        "\(HumanText.count(parked.count, "submission")) without a job: \(parked[0].reason)",
                        try: "ftctl submissions list")
                ]
            }
            return [.ok("spool", "\(shown(spool.directory)), \(HumanText.count(submissions.count, "submission"))")]
        } catch {
            return [.failed("spool", "\(CommandError(error))", try: nil)]
        }
    }

    private var notRunning: Diagnosis {
        .failed("daemon", "ftd is not running: nobody watches the jobs", try: ServiceUnit.start(unit))
    }

    private func daemon(_ state: DaemonState) -> [Diagnosis] {
        guard state.isRunning else { return [notRunning] }
        var found: [Diagnosis] = []
        let who = unit == nil ? "ftd" : "ftd.service"
        for problem in state.problems(now: context.now) {
            found.append(
                .failed("daemon", problem.sentence(now: context.now, time: context.time), try: unit?.log))
        }
        for account in state.freshness.degraded {
            found.append(
                .failed(
                    "daemon", "cannot watch the account: \(account.degraded?.reason.printable ?? "unknown")",
                    try: "ftctl status", account: account.name.rawValue))
        }
        return found.isEmpty ? [.ok("daemon", "\(who), polled \(state.polled(now: context.now))")] : found
    }

    /// The disk of the store; one that is full stops the daemon.
    private func disk(_ path: String) -> [Diagnosis] {
        var directory = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        var status = Glibc.statvfs()
        // The directory may not have been made yet: the disk of the one above it counts.
        while statvfs(directory.isEmpty ? "/" : directory, &status) != 0 {
            guard errno == ENOENT, !directory.isEmpty else {
                return [.warning("disk", "cannot tell how full it is: \(String(cString: strerror(errno)))", try: nil)]
            }
            directory = directory.split(separator: "/", omittingEmptySubsequences: false).dropLast()
                .joined(separator: "/")
        }
        let free = UInt64(status.f_bavail) * UInt64(status.f_frsize)
        let text = "\(HumanText.bytes(Int64(clamping: free))) free for \(shown(path))"
        let command = "df -h \(directory.isEmpty ? "/" : directory.shellWord)"
        if free < Self.leastSpace { return [.failed("disk", "nearly full: \(text)", try: command)] }
        return [free < Self.littleSpace ? .warning("disk", text, try: command) : .ok("disk", text)]
    }

    /// Base models, of jobs and of the configuration, that stop answering within a quarter of a year.
    private func models(_ store: JobStoreReader) -> [Diagnosis] {
        do {
            let table = try context.modelTable()
            var bases = Set(try store.models(account: nil).filter { $0.job != nil }.map(\.base))
            if let settings { bases.insert(settings.submit.model) }
            let near = ModelShutdown.near(
                bases, announced: try store.endingModels(named: bases), facts: { table.facts(of: $0) },
                now: context.now,
                time: context.time)
            guard !near.isEmpty else {
                return [
                    .ok("models", "none of \(HumanText.count(bases.count, "base model")) shuts down within 90 days")
                ]
            }
            let open = try store.unexportedJobs()
            return near.map { shutdown in
                let sentence = shutdown.sentence(now: context.now, time: context.time)
                let jobs = open.filter { shutdown.models.contains($0.base) }.count
                guard jobs > 0 else { return .warning("models", sentence, try: "ftctl model --all") }
                return .warning(
                    "models", "\(sentence); \(HumanText.count(jobs, "job")) \(jobs == 1 ? "is" : "are") not exported",
                    try: "ftctl export -o keep")
            }
        } catch {
            return [.failed("models", "\(CommandError(error))", try: nil)]
        }
    }
}
