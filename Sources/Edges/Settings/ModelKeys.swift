internal import ConfigurationText
internal import FineTuning
internal import Text

/// The keys of a `[model "name"]`.
///
/// A figure may be followed by its date and source in brackets: `3.00 (2025-07, OpenAI's pricing page)`.
enum ModelKeys {
    /// Every key there is, for a file; nil is the built-in copy.
    static func all(in file: String?) -> [SettingKey<ModelFacts>] {
        [
            SettingKey("alias", "Other names of the same model.") { (_, value, facts) throws(ValueError) in
                facts.aliases = value.words.map { ModelName($0) }
            },
            figure("encoding", \.encoding, file, "How it counts tokens.") { (text) throws(ValueError) in
                guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
                    throw ValueError("not an encoding", got: text, "write for example o200k_base")
                }
                return text
            },
            figure("training", \.training, file, "USD for a million tokens of each epoch.", read: price),
            figure("training-hour", \.trainingHour, file, "USD for an hour of the training loop.", read: price),
            figure("input", \.input, file, "USD for a million tokens that it reads, once tuned.", read: price),
            figure("cached-input", \.cachedInput, file, "USD for a million tokens of its cache.", read: price),
            figure("output", \.output, file, "USD for a million tokens that it writes, once tuned.", read: price),
            figure("base-input", \.baseInput, file, "USD for a million tokens that it reads as it is.", read: price),
            figure("base-output", \.baseOutput, file, "USD for a million tokens that it writes as it is.", read: price),
            figure("dimensions", \.dimensions, file, "Numbers of a vector.") { (text) throws(ValueError) in
                try number(text, "not a number of dimensions", "1536")
            },
            figure("storage-day", \.storageDay, file, "USD for a GB kept for a day.", read: price),
            figure("storage-free", \.storageFree, file, "GB that are kept for nothing.") {
                (text) throws(ValueError) in
                if text == "0" { return 0 }
                return try number(text, "not a number of GB", "1")
            },
            figure("example-limit", \.exampleLimit, file, "Tokens of an example that it trains on.") {
                (text) throws(ValueError) in
                try number(text, "not a number of tokens", "65536")
            },
            figure("image-tokens", \.imageTokens, file, "Tokens of an image: those it has in any case, and of a tile.")
            {
                (text) throws(ValueError) in
                let numbers = text.split(separator: " ").map(String.init)
                guard numbers.count == 2 else {
                    throw ValueError("not two numbers of tokens", got: text, "write for example 85 170")
                }
                return ImageTokens(
                    base: try number(numbers[0], "not a number of tokens", "85 170"),
                    tile: try number(numbers[1], "not a number of tokens", "85 170"))
            },
            figure("methods", \.methods, file, "The methods by which it is tuned; none where it is not.") {
                (text) throws(ValueError) in
                let words = text.split(separator: " ").map(String.init)
                guard words != ["none"] else { return [] }
                guard words.allSatisfy({ ["supervised", "dpo", "reinforcement"].contains($0) }) else {
                    throw ValueError("not methods", got: text, "write supervised, dpo and reinforcement, or none")
                }
                return words
            },
            figure("images", \.images, file, "Whether it learns from images.", read: yesOrNo),
            figure("tools", \.tools, file, "Whether it learns to call functions.", read: yesOrNo),
            figure("tunable-since", \.tunableSince, file, "The first day on which it can be tuned.", read: day),
            figure(
                "tunable-until", \.tunableUntil, file, "The first day on which it can no longer be tuned.", read: day),
            figure("shutdown", \.shutdown, file, "The day on which it stops answering.", read: day),
        ]
    }

    private static func day(_ text: String) throws(ValueError) -> CalendarDay {
        guard let day = CalendarDay(text) else {
            throw ValueError("not a day", got: text, "write for example 2027-01-14")
        }
        return day
    }

    private static func yesOrNo(_ text: String) throws(ValueError) -> Bool {
        switch text {
        case "yes": return true
        case "no": return false
        default: throw ValueError("not yes or no", got: text, "write yes or no")
        }
    }

    private static func price(_ text: String) throws(ValueError) -> Money {
        guard let money = Money(decimal: text) else {
            throw ValueError("not a price", got: text, "write USD per million tokens, for example 3.00")
        }
        return money
    }

    private static func number(
        _ text: String, _ problem: String, _ example: String
    ) throws(ValueError) -> Int {
        let digits = text.filter { $0 != "," && $0 != "_" }
        guard let number = Int(digits), (1...1_000_000_000).contains(number) else {
            throw ValueError(problem, got: text, "write for example \(example)")
        }
        return number
    }

    /// A key whose value is a figure with its origin.
    private static func figure<Value: Hashable & Sendable>(
        _ name: String, _ path: any WritableKeyPath<ModelFacts, Sourced<Value>?> & Sendable, _ file: String?,
        _ explanation: String, read: @escaping @Sendable (String) throws(ValueError) -> Value
    ) -> SettingKey<ModelFacts> {
        SettingKey(name, explanation) { (_, value, facts) throws(ValueError) in
            guard !value.text.isEmpty else {
                throw ValueError("empty", got: "", "write a figure, or remove the line to keep the built-in one")
            }
            let (figure, origin) = try parts(of: value.text)
            facts[keyPath: path] = Sourced(
                try read(figure), date: origin?.date, source: origin?.source, place: file)
        }
    }

    /// `3.00 (2025-07, OpenAI's pricing page)` in its parts.
    private static func parts(
        of text: String
    ) throws(ValueError) -> (figure: String, origin: (date: String, source: String?)?) {
        guard let open = text.firstIndex(of: "(") else { return (text, nil) }
        let inner = text[text.index(after: open)...]
        let date = inner.prefix { $0 != "," && $0 != ")" }.trimmed
        let rest = inner.dropFirst(date.count)
        guard inner.last == ")", CalendarDay(date) != nil || CalendarDay("\(date)-01") != nil else {
            throw ValueError("not a date and a source", got: text, "write for example 3.00 (2025-07, pricing page)")
        }
        let source = rest.dropFirst().dropLast().trimmed
        return (String(text[..<open].trimmed), (String(date), source.isEmpty ? nil : String(source)))
    }
}
