package import ConfigurationText
internal import FineTuning
internal import JSONText
internal import Text

/// How values of one kind are read from a configuration and written into the example.
package struct ValueKind<Value: Sendable>: Sendable {
    var read: @Sendable (ConfigurationValue) throws(ValueError) -> Value
    var write: @Sendable (Value) -> String

    /// - Parameters:
    ///   - read: the value behind the `=`, or what is wrong with it.
    ///   - write: the value as the example file shows it.
    package init(
        read: @escaping @Sendable (ConfigurationValue) throws(ValueError) -> Value,
        write: @escaping @Sendable (Value) -> String
    ) {
        self.read = read
        self.write = write
    }
}

extension ValueKind {
    /// The same kind, where nothing means nil.
    func optional() -> ValueKind<Value?> where Value: Sendable {
        ValueKind<Value?>(
            read: { (value) throws(ValueError) in value.text.isEmpty ? nil : try read(value) },
            write: { $0.map(write) ?? "" })
    }
}

extension ValueKind<Duration> {
    /// From 10 ms to ten years.
    package static let duration = ValueKind(
        read: { (value) throws(ValueError) in
            let duration = try readDuration(value.text)
            guard duration >= .milliseconds(10) else {
                throw ValueError("too short", got: value.text, "10ms is the shortest")
            }
            return duration
        },
        write: { $0.configurationText })
}

extension ValueKind<Duration?> {
    /// How long something is kept: a duration, or `all`, which is nil.
    static let span = ValueKind(
        read: { (value) throws(ValueError) in
            value.text == "all" ? nil : try ValueKind<Duration>.duration.read(value)
        },
        write: { $0?.configurationText ?? "all" })
}

extension ValueKind<[Duration]> {
    /// Split at blanks; 0s is allowed.
    static let durations = ValueKind(
        read: { (value) throws(ValueError) in
            var durations: [Duration] = []
            for word in value.words { durations.append(try readDuration(word)) }
            guard (1...100).contains(durations.count) else {
                throw ValueError("not a list of durations", got: value.text, "write for example 0s 5s 5m 30m")
            }
            return durations
        },
        write: { $0.map(\.configurationText).joined(separator: " ") })
}

extension ValueKind<[Budget.Limit]> {
    /// Amounts, each with the three letters of its currency; each currency once.
    static let limits = ValueKind(
        read: { (value) throws(ValueError) in
            let hint = "write for example 50 USD, or 50 USD 40 EUR"
            let words = value.words
            guard words.count.isMultiple(of: 2) else {
                throw ValueError("not amounts of money with their currencies", got: value.text, hint)
            }
            var limits: [Budget.Limit] = []
            for start in stride(from: 0, to: words.count, by: 2) {
                guard let amount = Money(decimal: words[start]) else {
                    throw ValueError("not an amount of money", got: words[start], hint)
                }
                let currency = words[start + 1].uppercased()
                guard currency.utf8.count == 3, currency.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
                    throw ValueError("not a currency", got: words[start + 1], "its three letters, such as USD; " + hint)
                }
                guard !limits.contains(where: { $0.currency == currency }) else {
                    throw ValueError("a currency that has an amount already", got: currency, hint)
                }
                limits.append(Budget.Limit(amount, currency))
            }
            return limits
        },
        write: { $0.map { "\($0.amount.decimal) \($0.currency)" }.joined(separator: " ") })
}

extension ValueKind<Bool> {
    /// `yes` or `no`.
    package static let boolean = ValueKind(
        read: { (value) throws(ValueError) in
            switch value.text {
            case "yes": true
            case "no": false
            default: throw ValueError("not a boolean", got: value.text, "write yes or no")
            }
        },
        write: { $0 ? "yes" : "no" })
}

extension ValueKind<String> {
    /// Any text.
    package static let text = ValueKind(read: { $0.text }, write: { $0 })

    /// A name without blanks.
    package static let word = ValueKind(
        read: { (value) throws(ValueError) in
            guard value.text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
                throw ValueError("not a plain word", got: value.text, "write it without blanks")
            }
            return value.text
        },
        write: { $0 })

    /// The part of an address behind the `?`.
    static let query = ValueKind(
        read: { (value) throws(ValueError) in
            guard value.text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !value.text.contains("#"),
                value.text.contains("="), !value.text.hasPrefix("?"), !value.text.hasPrefix("&")
            else {
                throw ValueError("not a query", got: value.text, "write for example api-version=preview")
            }
            return value.text
        },
        write: { $0 })

    /// An absolute path, or one below the home directory.
    package static let path = ValueKind(
        read: { (value) throws(ValueError) in
            let text = value.text
            if text.hasPrefix("/") { return text }
            guard text.hasPrefix("~/") else {
                throw ValueError("not an absolute path", got: text, "begin it with / or ~/")
            }
            guard let home = value.home, home.hasPrefix("/") else {
                throw ValueError("there is no home directory", got: text, "set HOME, or write the whole path")
            }
            return home + text.dropFirst()
        },
        write: { $0 })
}

extension ValueKind<JSONObject> {
    /// A JSON object, its quotes being its own; nothing is an empty one.
    static let jsonObject = ValueKind(
        read: { (value) throws(ValueError) in
            guard !value.verbatim.isEmpty else { return [:] }
            let example = "write for example {\"key\": \"value\"}"
            let json: JSONValue
            do throws(JSONSyntaxError) { json = try JSONValue.parse(value.verbatim) } catch {
                throw ValueError("\(error)", got: value.verbatim, example)
            }
            guard let object = json.object else {
                throw ValueError("not a JSON object", got: value.verbatim, example)
            }
            return object
        },
        write: { $0.members.isEmpty ? "" : JSONWriter.text(.object($0), style: .spaced) })
}

extension ValueKind<HTTPAddress> {
    /// Any address, encrypted or not.
    static let address = ValueKind(
        read: { (value) throws(ValueError) in try HTTPAddress(value.text) }, write: \.text)

    /// An address that nobody on the way can read.
    package static let safeAddress = ValueKind(
        read: { (value) throws(ValueError) in
            let address = try HTTPAddress(value.text)
            guard address.isEncrypted || address.isLoopback else {
                throw ValueError("not encrypted", got: value.text, "write https://; http is for this machine only")
            }
            return address
        },
        write: \.text)

    /// The address of a directory: what stands in it is appended, so it has no query.
    static let safeDirectory = ValueKind(
        read: { (value) throws(ValueError) in
            let address = try safeAddress.read(value)
            guard !address.text.contains("?") else {
                throw ValueError("has a query", got: value.text, "leave out the ? and what follows it")
            }
            return address
        },
        write: \.text)
}

extension ValueKind where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of the words of an enum.
    package static var choice: ValueKind {
        ValueKind(
            read: { (value) throws(ValueError) in
                guard let choice = Value(rawValue: value.text) else {
                    let words = Value.allCases.map(\.rawValue)
                    throw ValueError("not a known word", got: value.text, "write \(words.alternatives)")
                }
                return choice
            },
            write: \.rawValue)
    }
}

extension ValueKind<[String]> {
    /// Words split at blanks outside quotes.
    package static let words = ValueKind(read: \.words, write: { $0.joined(separator: " ") })

    /// Words out of a list.
    static func words(of known: [String]) -> ValueKind {
        ValueKind(
            read: { (value) throws(ValueError) in
                var result: [String] = []
                for word in value.words where !result.contains(word) {
                    guard known.contains(word) else {
                        throw ValueError("not a known word", got: word, NearestName.hint(word, among: known))
                    }
                    result.append(word)
                }
                guard !result.isEmpty else {
                    throw ValueError("names nothing", got: value.text, "write for example ended")
                }
                return result
            },
            write: { $0.joined(separator: " ") })
    }

    /// A program and its arguments; empty is nothing.
    package static let command = ValueKind(
        read: { (value) throws(ValueError) in
            guard value.words.first?.hasPrefix("/") ?? true else {
                throw ValueError(
                    "the program is not an absolute path", got: value.words.first ?? "",
                    "there is no shell and no PATH: begin it with /")
            }
            for word in value.unquoted.split(whereSeparator: { $0 == " " || $0 == "\t" }) {
                if word.first == "'" {
                    throw ValueError(
                        "a single quote holds nothing together", got: String(word),
                        "there is no shell: write double quotes")
                }
                if shellSigns.contains(String(word)) || word.first == ">" || word.hasPrefix("2>") {
                    throw ValueError(
                        "this means something to a shell only", got: String(word),
                        "there is none: put the line into a script, or write it in double quotes")
                }
            }
            return value.words
        },
        write: { $0.joined(separator: " ") })

    /// Words that a shell would not hand to the program.
    private static let shellSigns: Set<String> = ["|", "||", "&", "&&", "<", ";"]
}

extension ConfigurationValue {
    /// As it was written, with nothing where something stood in double quotes.
    fileprivate var unquoted: String {
        var result = ""
        var isQuoted = false
        var previous: Character = " "
        for character in verbatim {
            if character == "\"", previous != "\\" {
                isQuoted.toggle()
                // Whatever is quoted is part of a word, and no sign.
                result.append("_")
            } else if !isQuoted {
                result.append(character)
            }
            previous = previous == "\\" && character == "\\" ? " " : character
        }
        return result
    }
}

extension ValueKind {
    /// A list of names.
    static func names<Kind>() -> ValueKind where Value == [Identifier<Kind>] {
        ValueKind(
            read: { $0.words.map { Identifier($0) } }, write: { $0.map(\.rawValue).joined(separator: " ") })
    }

    /// One name; not empty.
    static func name<Kind>() -> ValueKind where Value == Identifier<Kind> {
        ValueKind(
            read: { (value) throws(ValueError) in
                let word = try ValueKind<String>.word.read(value)
                guard !word.isEmpty else { throw ValueError("empty", got: "", "write a name") }
                return Identifier(word)
            },
            write: \.rawValue)
    }
}

private func readDuration(_ text: String) throws(ValueError) -> Duration {
    do throws(DurationError) { return try Duration(text: text) } catch { throw ValueError(error) }
}
