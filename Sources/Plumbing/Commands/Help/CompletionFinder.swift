/// What a shell may offer at the end of an unfinished command line, from the table that parsing uses.
package struct CompletionFinder {
    /// One word to offer.
    package struct Candidate: Equatable {
        package var text: String
        package var explanation: String

        package init(text: String, explanation: String) {
            self.text = text
            self.explanation = explanation
        }
    }

    /// The words to offer, and whether paths are to be offered too.
    package struct Answer: Equatable {
        package var candidates: [Candidate] = []
        package var paths = Completion.none
    }

    package let table: CommandTable
    /// What there is of a kind, for example ids of jobs, newest first; called only when the kind is wanted.
    package let known: (Completion) -> [Candidate]

    package init(table: CommandTable, known: @escaping (Completion) -> [Candidate]) {
        self.table = table
        self.known = known
    }

    /// The answer for the words after the program's name; the last one is the one being typed.
    package func answer(_ words: [String]) -> Answer {
        var before = words.dropLast()[...]
        let typed = words.last ?? ""
        var command = table.only
        var options = command.map { table.options(of: $0) } ?? table.first
        var group: String?
        var operands: [String] = []
        while let word = before.popFirst() {
            if word == "--" {
                operands += before
                break
            }
            if word.hasPrefix("-"), word != "-" {
                // A value of its own belongs to the option, also when it is the word being typed.
                guard let option = optionNeedingValue(word, options) else { continue }
                guard before.popFirst() != nil else { return values(of: option, typed: typed) }
            } else if command != nil {
                operands.append(word)
            } else if let found = table.command(group.map { "\($0) \(word)" } ?? word) {
                command = found
                options = table.options(of: found)
            } else if group == nil, !table.group(word).isEmpty {
                group = word
            } else {
                return Answer()
            }
        }
        if typed.hasPrefix("-") { return optionAnswer(typed, options) }
        if let command { return operandAnswer(command, operands, typed) }
        return verbAnswer(group, typed)
    }

    private func optionNeedingValue(_ word: String, _ options: [OptionEntry]) -> OptionEntry? {
        guard !word.contains("=") else { return nil }
        if word.hasPrefix("--") { return options.first { "--\($0.name)" == word && $0.valueName != nil } }
        return options.first { $0.valueName != nil && $0.short == word.last && word.count == 2 }
    }

    private func optionAnswer(_ typed: String, _ options: [OptionEntry]) -> Answer {
        if let equals = typed.firstIndex(of: "="), typed.hasPrefix("--") {
            let name = typed[..<equals].dropFirst(2)
            guard let option = options.first(where: { $0.name == name }) else { return Answer() }
            var answer = values(of: option, typed: String(typed[equals...].dropFirst()))
            for index in answer.candidates.indices {
                answer.candidates[index].text = "--\(name)=" + answer.candidates[index].text
            }
            return answer
        }
        return Answer(
            candidates: filtered(
                options.map { Candidate(text: "--\($0.name)", explanation: $0.explanation) }, typed))
    }

    private func values(of option: OptionEntry, typed: String) -> Answer {
        answer(option.choices, option.completion, typed)
    }

    private func operandAnswer(_ command: Command, _ before: [String], _ typed: String) -> Answer {
        let last = command.operands.last.flatMap { $0.maximum > 1 ? $0 : nil }
        guard let operand = before.count < command.operands.count ? command.operands[before.count] : last else {
            return Answer()
        }
        return answer(operand.choices, operand.completion, typed, behind: before)
    }

    /// - Parameter before: the operands in front of the word being typed.
    private func answer(
        _ choices: [String], _ completion: Completion, _ typed: String, behind before: [String] = []
    ) -> Answer {
        let words = choices.map { Candidate(text: $0, explanation: "") }
        switch completion {
        case .none: return Answer(candidates: filtered(words, typed))
        case .job, .model, .account, .hook, .submission:
            return Answer(candidates: filtered(words + known(completion), typed))
        case .status: return Answer(candidates: listed(words + known(completion), typed))
        case .verb:
            // The second word of a verb such as `hooks list`; behind a whole verb comes nothing.
            guard let group = before.first else { return verbAnswer(nil, typed) }
            guard before.count == 1, !table.group(group).isEmpty else { return Answer() }
            return verbAnswer(group, typed)
        case .file, .directory: return Answer(candidates: filtered(words, typed), paths: completion)
        }
    }

    private func verbAnswer(_ group: String?, _ typed: String) -> Answer {
        let candidates =
            if let group {
                table.group(group).map { command in
                    Candidate(text: String(command.name.dropFirst(group.count + 1)), explanation: command.summary)
                }
            } else {
                table.firstWords.map { word in
                    Candidate(text: word, explanation: table.command(word)?.summary ?? "Several verbs")
                }
            }
        return Answer(candidates: filtered(candidates, typed))
    }

    /// Words behind the last comma; those before it are kept and not offered again.
    private func listed(_ words: [Candidate], _ typed: String) -> [Candidate] {
        let parts = typed.split(separator: ",", omittingEmptySubsequences: false)
        let before = parts.dropLast().map { "\($0)," }.joined()
        return Self.once(words).filter { word in
            word.text.hasPrefix(parts.last ?? "") && !parts.dropLast().contains { $0 == word.text }
        }.map { Candidate(text: before + $0.text, explanation: $0.explanation) }
    }

    private func filtered(_ candidates: [Candidate], _ typed: String) -> [Candidate] {
        Self.once(candidates).filter { $0.text.hasPrefix(typed) }
    }

    /// Two accounts on one server have the same jobs and models: a word that is offered twice is not completed.
    private static func once(_ candidates: [Candidate]) -> [Candidate] {
        var seen: Set<String> = []
        return candidates.filter { seen.insert($0.text).inserted }
    }
}
