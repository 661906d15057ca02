import FineTuning
import JSONText
import Text

extension NoticeMessage {
    /// The fields of a job that matter to people, in the order of their interest; of anything else its account.
    static func facts(_ data: JSONValue) -> [Fact] {
        if data["object"]?.string == "ftd.model" { return modelFacts(data) }
        guard data["object"]?.string == "fine_tuning.job" else {
            return [name("Account", data["account"])].compactMap { $0 }
        }
        var facts: [Fact?] = [
            name("Tuned model", data["fine_tuned_model"]), name("Base model", data["model"]),
            name("Job", data["id"]),
        ]
        facts.append(data["duration"]?.number?.integer.map { Fact(label: "Took", value: durationText($0)) })
        facts.append(
            data["trained_tokens"]?.number?.integer.map {
                Fact(label: "Trained", value: HumanText.count($0, "token"))
            })
        facts.append(costText(data["cost"]).map { Fact(label: "Cost", value: $0) })
        facts.append(lossText(data["metrics"]).map { Fact(label: "Last loss", value: $0) })
        facts.append(checkpointText(data["best_checkpoint"]).map { Fact(label: "Best checkpoint", value: $0) })
        if data["account"]?.string != AccountName.default.rawValue { facts.append(name("Account", data["account"])) }
        return facts.compactMap { $0 }
    }

    private static func modelFacts(_ data: JSONValue) -> [Fact] {
        func count(_ key: String) -> Int64 { data[key]?.number?.integer ?? 0 }
        var facts: [Fact?] = [name("Shuts down", data["shutdown_date"])]
        if let first = data["tuned_models"]?.array?.first?.string {
            let rest = count("tuned_model_count") - 1
            facts.append(
                Fact(
                    label: "Tuned models",
                    value: first.printable(limit: 200) + (rest > 0 ? " and \(HumanText.number(rest)) more" : "")))
        }
        let (jobs, files) = (count("unexported_job_count"), count("unexported_file_count"))
        facts.append(
            Fact(
                label: "Not exported",
                value: jobs + files > 0
                    ? "\(HumanText.count(jobs, "job")), \(HumanText.count(files, "file"))" : "nothing"))
        if data["account"]?.string != AccountName.default.rawValue { facts.append(name("Account", data["account"])) }
        return facts.compactMap { $0 }
    }

    private static func name(_ label: String, _ value: JSONValue?) -> Fact? {
        guard let text = value?.string, !text.isEmpty else { return nil }
        return Fact(label: label, value: text.printable(limit: 200), isName: true)
    }

    static func durationText(_ seconds: Int64) -> String {
        HumanText.duration(.seconds(min(max(seconds, 0), 10_000_000_000)))
    }

    /// `12.07 USD`; nil where nobody knows.
    static func costText(_ cost: JSONValue?) -> String? {
        guard let text = cost?["amount"]?.number?.text, let currency = cost?["currency"]?.string else { return nil }
        guard let money = Money(decimal: text) else { return "\(text) \(currency.printable(limit: 8))" }
        return "\(money.description.dropLast(" USD".count)) \(currency.printable(limit: 8))"
    }

    /// `training 1.157, validation 1.203 at step 300`; nil where there is none.
    static func lossText(_ metrics: JSONValue?) -> String? {
        let losses = [
            ("training", metrics?["train_loss"]), ("validation", metrics?["full_valid_loss"] ?? .null),
            ("validation", metrics?["valid_loss"]),
        ]
        var parts: [String] = []
        for (name, value) in losses {
            guard let number = value?.number?.double, !parts.contains(where: { $0.hasPrefix(name) }) else { continue }
            parts.append("\(name) \(HumanText.decimal(number, places: 3))")
        }
        guard !parts.isEmpty else { return nil }
        let step = metrics?["step"]?.number?.integer.map { " at step \(HumanText.number($0))" } ?? ""
        return parts.joined(separator: ", ") + step
    }

    /// `step 88, validation 1.203, ft:…`; nil where there is none.
    static func checkpointText(_ checkpoint: JSONValue?) -> String? {
        guard let checkpoint, let step = checkpoint["step"]?.number?.integer else { return nil }
        var parts = ["step \(HumanText.number(step))"]
        if case .object(var object) = checkpoint {
            object["step"] = .null
            if let losses = lossText(.object(object)) { parts.append(losses) }
        }
        if let model = checkpoint["model"]?.string { parts.append(model.printable(limit: 200)) }
        return parts.joined(separator: ", ")
    }

    /// The whole as plain text: the title, what went wrong, and the facts, a line each.
    func plainText(withTitle: Bool = true) -> String {
        var lines = withTitle ? [title] : []
        if let text { lines.append(text) }
        lines += facts.map { $0.value.isEmpty ? $0.label : "\($0.label): \($0.value)" }
        if let link { lines.append(link) }
        return lines.joined(separator: "\n")
    }
}
