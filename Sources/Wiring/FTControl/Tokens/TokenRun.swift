import BytePairEncoding
import Commands
import FineTuning
import JSONText
import Text

/// One run over a text: its tokens as a number, line by line, or as ids.
struct TokenRun {
    let source: TextSource
    let ranks: TokenRanks
    /// The model whose encoding it is; nil when the encoding was named.
    let model: ModelName?
    let context: CommandContext

    /// Prints the count of the whole.
    func printTotal() throws {
        let bar = ProgressBar(
            "counting \(source.name)", total: source.size.map { Int64($0) }, unit: .bytes, in: context.surroundings)
        context.interrupt.arm(saying: "interrupted", grace: .zero)
        context.interrupt.onInterrupt { bar.finish() }
        defer {
            bar.finish()
            context.interrupt.onInterrupt(nil)
        }
        var parts = TextParts(source, ranks.encoding, byLines: false)
        var tokens = TextTokens(ranks)
        while try parts.next({ part, _ in tokens.add(part) }) { bar.update(Int64(source.bytesRead)) }
        bar.finish()
        let count = tokens.take()
        let encoding = ranks.encoding.name
        switch context.format {
        case .table where !context.terminal.outputIsTerminal, .name: try context.output.line("\(count)")
        case .table, .wide:
            let amount = (ranks.isExact ? "" : "~") + HumanText.count(count, "token")
            try context.output.line("\(amount) (\(encoding), \(ranks.isExact ? "exact" : "estimated"))")
        case .json, .jsonl:
            let total = Total(
                file: source.name, encoding: encoding, model: model, isExact: ranks.isExact, bytes: source.bytesRead,
                tokens: count)
            try context.printObject(Self.fields.object(total))
        case .csv:
            try context.output.write(CSVText.line(["file", "encoding", "exact", "bytes", "tokens"]))
            try context.output.write(
                CSVText.line([
                    CSVText.field(source.name), encoding, "\(ranks.isExact)", "\(source.bytesRead)", "\(count)",
                ]))
        }
    }

    /// What is printed of a whole text.
    struct Total: Sendable {
        let file: String
        let encoding: String
        let model: ModelName?
        let isExact: Bool
        let bytes: Int
        let tokens: Int
    }

    /// The keys of its JSON.
    static let fields: JSONFields<Total> = [
        JSONField("file", "the file; - is standard input") { .string($0.file) },
        JSONField("encoding", "the encoding") { .string($0.encoding) },
        JSONField("model", "the model that counts in it; null with --encoding") { .text($0.model?.rawValue) },
        JSONField("exact", "whether the tokens are counted, or estimated") { .bool($0.isExact) },
        JSONField("bytes", "the size of the text") { .integer($0.bytes) },
        JSONField("tokens", "its tokens") { .integer($0.tokens) },
    ]

    /// The keys of a line's JSON.
    static let lineFields: JSONFields<(line: Int, tokens: Int)> = [
        JSONField("line", "the line, from 1 on") { .integer($0.line) },
        JSONField("tokens", "its tokens") { .integer($0.tokens) },
    ]

    /// Prints the count of each line.
    func printLines() throws {
        var parts = TextParts(source, ranks.encoding, byLines: true)
        var tokens = TextTokens(ranks)
        var line = 0
        if context.format == .csv { try context.output.write(CSVText.line(["line", "tokens"])) }
        while try parts.next({ part, endsLine in
            tokens.add(part)
            guard endsLine else { return }
            line += 1
            let count = tokens.take()
            switch context.format {
            case .table, .wide, .name: try context.output.line("\(count)")
            case .json:
                try context.output.write(line == 1 ? "[\n  " : ",\n  ")
                try context.output.write(bytes: Self.object(line, count))
            case .jsonl:
                try context.output.write(bytes: Self.object(line, count))
                try context.output.line()
            case .csv: try context.output.write(CSVText.line(["\(line)", "\(count)"]))
            }
        }) {}
        if context.format == .json { try context.output.line(line == 0 ? "[]" : "\n]") }
    }

    private static func object(_ line: Int, _ count: Int) -> [UInt8] {
        SafeJSON.bytes(lineFields.object((line, count)), style: .spaced)
    }

    /// Prints the ids of the whole as one array, or of each line as one a line.
    func printIDs(byLines: Bool) throws {
        var parts = TextParts(source, ranks.encoding, byLines: byLines)
        var tokens = TextTokens(ranks)
        // Millions of ids are written as bytes, without a text for each.
        var bytes: [UInt8] = []
        var isOpen = false
        while try parts.next({ part, endsText in
            bytes.removeAll(keepingCapacity: true)
            if !isOpen { bytes.append(UInt8(ascii: "[")) }
            for (index, id) in tokens.ids(part).enumerated() {
                if isOpen || index > 0 { bytes.append(contentsOf: [UInt8(ascii: ","), UInt8(ascii: " ")]) }
                Self.append(id, to: &bytes)
            }
            isOpen = !endsText
            if endsText { bytes.append(contentsOf: [UInt8(ascii: "]"), UInt8(ascii: "\n")]) }
            try context.output.write(bytes: bytes)
        }) {}
        // A text of no bytes has no parts.
        if !byLines, source.bytesRead == 0 { try context.output.line("[]") }
    }

    private static func append(_ number: UInt32, to bytes: inout [UInt8]) {
        var divisor: UInt32 = 1
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }
}
