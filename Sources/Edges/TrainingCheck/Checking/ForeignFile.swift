import JSONText
import Text
import TrainingData

/// A file that is something else than rows for training, named once and with the way to them.
struct ForeignFile {
    let rule: CheckRule
    let sentence: String
    /// What the fixer does about it; nil when it does nothing.
    var mend: String?
    /// Whether each line is a row all the same.
    var hasRowsOnLines = false

    /// Looks at the start of a file; nil when it is rows for training, good or bad.
    init?(_ block: UnsafeRawBufferPointer, name: String) {
        let format = ForeignFormat.ofBlock(block)
        if let shape = RowShape.of(firstRows: block), Self.isForeign(shape), format?.isText ?? true {
            rule = .foreignShape
            let file = name.shellWord.printable
            sentence =
                "\(shape.label) rows, which the server does not take; make examples of them: "
                + shape.prepareWords(file: file)
            hasRowsOnLines = format == nil
            return
        }
        rule = .notJSONL
        if let format, format != .spreadObject {
            sentence = "not JSONL: \(format.description)"
            mend = format.mend
        } else if let key = Self.wrapper(block) {
            sentence =
                "not JSONL: its rows are all in the list \(shownName(key)) of one object; write one object a line: "
                + "jq -c '.\(key)[]' \(name.shellWord.printable)"
        } else if Self.isPlainText(block) {
            sentence =
                "not JSONL: it is plain text; ftctl prepare makes examples of JSONL, JSON, CSV and TSV with a column "
                + "for the question and one for the answer"
        } else {
            return nil
        }
    }

    /// Parts of the Responses API are named, and mended, row by row.
    private static func isForeign(_ shape: RowShape) -> Bool { !shape.isTrainingFile && shape != .responses }

    /// The first key of the file, if it is such a name and its value a list of objects.
    private static func wrapper(_ block: UnsafeRawBufferPointer) -> String? {
        var scanner = JSONScanner(block)
        do throws(JSONSyntaxError) {
            guard try scanner.nextKind() == .object else { return nil }
            try scanner.beginObject()
            guard let key = try scanner.nextMember(), try scanner.nextKind() == .array else { return nil }
            let name = scanner.text(key)
            try scanner.beginArray()
            guard try scanner.nextElement(), try scanner.nextKind() == .object else { return nil }
            return RowsMember.names.contains(name) ? name : nil
        } catch { return nil }
    }

    /// Whether no line of the first ones begins as any JSON does, and there is no sign of another format.
    private static func isPlainText(_ block: UnsafeRawBufferPointer) -> Bool {
        let lines = block.split(separator: 0x0A, maxSplits: 20).prefix(20)
            .compactMap { line in line.first { !$0.isBlank } }
        return !lines.isEmpty
            && lines.allSatisfy { first in
                (first | 0x20) &- UInt8(ascii: "a") < 26
                    && ![UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n")].contains(first)
            }
    }
}

extension ForeignFormat {
    /// Whether it is text in UTF-8, so that rows can be read in it.
    fileprivate var isText: Bool { self == .jsonArray || self == .spreadObject }

    /// What the fixer does about it; nil when it does nothing.
    fileprivate var mend: String? {
        switch self {
        case .jsonArray: "writes one object a line"
        case .utf16: "writes UTF-8"
        default: nil
        }
    }
}

extension TrainingShape {
    /// The word for it at the API.
    package var method: String {
        switch self {
        case .supervised: "supervised"
        case .preference: "dpo"
        case .reinforcement: "reinforcement"
        }
    }
}
