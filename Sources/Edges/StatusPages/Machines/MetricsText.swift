package import FineTuning
package import JobViews
import Text

/// Figures in Prometheus' text format (prometheus.io, "Exposition formats", version 0.0.4).
package enum MetricsText {
    /// The media type of the format.
    package static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    /// Everything that the store and the daemon's word give.
    ///
    /// - Parameter running: the jobs that can still change.
    package static func text(
        health: DaemonHealth, tally: StoreTally, running: [JobLine], now: UnixTime
    ) -> String {
        var families: [MetricFamily] = []
        families += daemon(health, now)
        families += jobs(tally, running)
        families += notices(tally)
        families += money(tally, now)
        return families.filter { !$0.samples.isEmpty }.map(\.text).joined()
    }

    /// What is left to say where the store cannot be read.
    package static func textWithoutStore() -> String { up(false).text + build(sqlite: nil).text }

    private static func up(_ isUp: Bool) -> MetricFamily {
        MetricFamily("ftd_up", .gauge, "Whether ftd runs, and its store can be read.", [.init([], isUp ? 1 : 0)])
    }

    private static func build(sqlite: String?) -> MetricFamily {
        MetricFamily(
            "ftd_build_info", .gauge, "The versions of ftweb and of the SQLite library it reads with.",
            [.init([("version", ProductVersion.text)] + (sqlite.map { [("sqlite", $0)] } ?? []), 1)])
    }

    private static func daemon(_ health: DaemonHealth, _ now: UnixTime) -> [MetricFamily] {
        func perAccount(_ value: (DaemonHealth.Account) -> Double?) -> [MetricFamily.Sample] {
            health.accounts.compactMap { account in
                value(account).map { .init([("account", account.name.rawValue)], $0) }
            }
        }
        return [
            up(health.isRunning), build(sqlite: health.sqliteVersion),
            MetricFamily(
                "ftd_degraded", .gauge, "Whether something keeps a running ftd from its work.",
                [.init([], health.state == .degraded ? 1 : 0)]),
            MetricFamily(
                "ftd_start_time_seconds", .gauge, "When ftd started, in Unix seconds.",
                health.startedAt.map { [.init([], Double($0.seconds))] } ?? []),
            MetricFamily(
                "ftd_last_good_poll_timestamp_seconds", .gauge,
                "When a poll of the account last read everything it wanted, in Unix seconds.",
                perAccount { $0.lastGoodPoll.map { Double($0.milliseconds) / 1000 } }),
            MetricFamily(
                "ftd_last_good_poll_age_seconds", .gauge, "Seconds since a poll of the account last read everything.",
                perAccount { $0.lastGoodPoll.map { max(0, (now - $0) / .seconds(1)) } }),
            MetricFamily(
                "ftd_account_degraded", .gauge, "Whether the account cannot be watched properly.",
                perAccount { $0.degraded == nil ? 0 : 1 }),
            MetricFamily(
                "ftd_polls_total", .counter, "Polls of the account since ftd started.",
                perAccount { Double($0.polls) }),
            MetricFamily(
                "ftd_poll_errors_total", .counter, "Failed polls of the account since ftd started, by their kind.",
                health.accounts.flatMap { account in
                    account.failures.sorted { $0.key < $1.key }.map { kind, count in
                        .init([("account", account.name.rawValue), ("kind", kind)], Double(count))
                    }
                }),
            MetricFamily(
                "ftd_store_size_bytes", .gauge, "The size of the store.", [.init([], Double(health.storeSize))]),
        ]
    }

    private static func jobs(_ tally: StoreTally, _ running: [JobLine]) -> [MetricFamily] {
        func perJob(_ value: (JobLine.Progress) -> Double?) -> [MetricFamily.Sample] {
            running.compactMap { line in
                line.progress.flatMap(value).map { number in
                    .init(
                        [
                            ("account", line.stored.account.rawValue), ("job", line.job.id.rawValue),
                            ("name", line.job.name ?? ""), ("model", line.job.model.rawValue),
                        ], number)
                }
            }
        }
        let counted = tally.jobs.sorted { $0.key < $1.key }.flatMap { account, statuses in
            statuses.sorted { $0.key.word < $1.key.word }.map { status, count in
                MetricFamily.Sample([("account", account.rawValue), ("status", status.word)], Double(count))
            }
        }
        return [
            MetricFamily("ftd_jobs", .gauge, "Jobs in the store, by the API's status.", counted),
            MetricFamily("ftd_jobs_gone", .gauge, "Jobs that the API knows no more.", [.init([], Double(tally.gone))]),
            MetricFamily(
                "ftd_job_step", .gauge, "The last reported step of a job that can still change.",
                perJob { Double($0.step) }),
            MetricFamily(
                "ftd_job_steps", .gauge, "How many steps a job that can still change will make.",
                perJob { $0.totalSteps.map(Double.init) }),
            MetricFamily(
                "ftd_job_train_loss", .gauge, "The last reported training loss of a job that can still change.",
                perJob(\.loss)),
        ]
    }

    private static func notices(_ tally: StoreTally) -> [MetricFamily] {
        func perHook(_ results: [(String, (HookLine) -> Int)]) -> [MetricFamily.Sample] {
            tally.hooks.flatMap { hook in
                results.map { result, count in
                    .init([("hook", hook.name.rawValue), ("result", result)], Double(count(hook)))
                }
            }
        }
        return [
            MetricFamily(
                "ftd_deliveries", .gauge, "Deliveries in the store, by hook and by what became of them.",
                perHook([("delivered", \.delivered), ("waiting", \.waiting), ("dead", \.dead)])),
            MetricFamily(
                "ftd_hook_disabled", .gauge, "Whether the hook is switched off.",
                tally.hooks.map { .init([("hook", $0.name.rawValue)], $0.disabledSince == nil ? 0 : 1) }),
            MetricFamily(
                "ftd_hook_held", .gauge, "Whether the hook waits until its receiver is out of trouble.",
                tally.hooks.map { .init([("hook", $0.name.rawValue)], $0.hold == nil ? 0 : 1) }),
            MetricFamily(
                "ftd_hook_last_success_timestamp_seconds", .gauge,
                "When a delivery of the hook last succeeded, in Unix seconds.",
                tally.hooks.compactMap { hook in
                    hook.lastSuccess.map { .init([("hook", hook.name.rawValue)], Double($0.seconds)) }
                }),
        ]
    }

    private static func money(_ tally: StoreTally, _ now: UnixTime) -> [MetricFamily] {
        let usage = tally.usage { [$0.account.rawValue, $0.model.rawValue, $0.currency] }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
        let tokens = tally.usage { [$0.account.rawValue, $0.model.rawValue] }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
        return [
            MetricFamily(
                "ftd_trained_tokens", .gauge, "Tokens that the jobs in the store were trained on, over all epochs.",
                tokens.map { .init([("account", $0.key[0]), ("model", $0.key[1])], Double($0.value.trainedTokens)) }),
            MetricFamily(
                "ftd_training_cost", .gauge,
                "What the jobs in the store cost, as far as that is known, in the currency's units.",
                usage.filter { $0.value.hasCost }.map { key, usage in
                    .init(
                        [("account", key[0]), ("model", key[1]), ("currency", key[2])], usage.cost.dollars)
                }),
            MetricFamily(
                "ftd_model_shutdown_seconds", .gauge,
                "Seconds until a base model that jobs are on stops answering; negative once it has.",
                tally.baseModels.sorted { $0.key < $1.key }.compactMap { model, end in
                    end.map { .init([("model", model.rawValue)], (($0 - now) / .seconds(1)).rounded()) }
                }),
        ]
    }
}

/// One name of the format with all its samples.
struct MetricFamily {
    enum Kind: String {
        case gauge
        case counter
    }

    struct Sample {
        let labels: [(name: String, value: String)]
        let value: Double

        init(_ labels: [(name: String, value: String)], _ value: Double) {
            self.labels = labels
            self.value = value
        }
    }

    let name: String
    let kind: Kind
    let help: String
    let samples: [Sample]

    init(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
        self.name = name
        self.kind = kind
        self.help = help
        self.samples = samples
    }

    var text: String {
        var text = "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
        for sample in samples {
            text += name
            if !sample.labels.isEmpty {
                let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }
                text += "{\(labels.joined(separator: ","))}"
            }
            text += " \(Self.number(sample.value))\n"
        }
        return text
    }

    /// The format escapes backslash, quote and line feed; the rest of what acts on its surroundings is made visible.
    private static func escaped(_ text: String) -> String {
        text.printable.reduce(into: "") { result, character in
            if character == "\\" || character == "\"" { result.append("\\") }
            result.append(character)
        }
    }

    private static func number(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf" }
        return value.shortest
    }
}
