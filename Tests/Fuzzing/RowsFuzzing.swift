import Synchronization

@testable import JSONText
@testable import Preparing
@testable import TrainingData

/// Rows of every format through a preparation.
///
/// The first byte chooses the format, the second the options.
struct RowsFuzzing {
    private let input = ScratchFile()
    private let output = ScratchFile()
    private let validation = ScratchFile()
    private static let shared = Mutex(RowsFuzzing())

    static func run(on bytes: [UInt8]) throws {
        guard bytes.count >= 2 else { return }
        try shared.withLock { try $0.run(Array(bytes[2...]), format: bytes[0], options: bytes[1]) }
    }

    private func run(_ rows: [UInt8], format: UInt8, options: UInt8) throws {
        let name = ["rows.jsonl", "rows.csv", "rows.tsv"][Int(format) % 3]
        let source = DataInput.descriptor(input.descriptor, name: name)
        var mapping = RowMapping(user: try MessageTemplate("{q}"), assistant: try MessageTemplate("{a}"))
        if options & 1 != 0 { mapping.required = ["q", "a"] }
        if options & 2 != 0 { mapping.format = .preference(nonPreferred: [try MessageTemplate("{b} {{{a}}}")]) }
        if options & 4 != 0 { mapping.passesChatRows = false }
        var preparation = Preparation(mapping: mapping)
        if options & 8 != 0 { preparation.shuffleSeed = 7 }
        if options & 16 != 0 { preparation.limit = 3 }
        output.fill([])
        validation.fill([])
        let part = ValidationPart(output: .descriptor(validation.descriptor, name: "validation"), share: 0.5)
        input.fill(rows)
        let report: PreparationReport
        do {
            report = try preparation.run(
                from: source, to: .descriptor(output.descriptor, name: "out"),
                validation: options & 32 != 0 ? part : nil)
        } catch {
            try promise(error is TrainingDataError || error is PreparationError, "an error of another kind")
            try promiseSentence("\(error)")
            return try promiseSameRows(rows, name)
        }
        let training = try examples(output)
        let held = try examples(validation)
        try promise(training.count + held.count == report.kept, "another number of examples than reported")
        try promise(held.count == report.validation, "another number of validation examples than reported")
        let first = rows.first { $0 > 0x20 && !$0.isMarkByte }
        // A file of this name may hold an array, or separated values, which are known by their first line.
        if name == "rows.jsonl", options & ~1 == 0, first == UInt8(ascii: "{") {
            try promiseContents(of: rows, are: training)
        }
        input.fill(rows)
        _ = try? preparation.preview(of: source, rows: 2)
        try promiseSameRows(rows, name)
    }

    /// Every line, which is to be a JSON object.
    private func examples(_ file: ScratchFile) throws -> [JSONObject] {
        try file.contents().split(separator: 0x0A).map { line in
            guard let object = try JSONValue.parse(Array(line)).object else {
                throw Complaint(description: "an example that is no object")
            }
            return object
        }
    }

    /// What a template inserts, found by the other parser.
    private func promiseContents(of rows: [UInt8], are examples: [JSONObject]) throws {
        var place = 0
        let start = rows.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        for line in rows[start...].split(separator: 0x0A) where line.contains(where: { $0 > 0x20 }) {
            // Objects may also be spread over lines, or stand together on one.
            guard let row = try? JSONValue.parse(Array(line)) else { return }
            if row["messages"]?.array != nil || place == examples.count {
                place += 1
                continue
            }
            let messages = examples[place]["messages"]?.array ?? []
            let question = text(of: row["q"])
            guard messages.first?["content"]?.string == question else { continue }
            try promise(messages.last?["content"]?.string == text(of: row["a"]), "another answer than in the row")
            place += 1
        }
        try promise(place >= examples.count, "an example that no row accounts for")
    }

    private func text(of value: JSONValue?) -> String? {
        switch value {
        case .string(let text)?: text
        case .number(let number)?: number.text
        case .bool(let bool)?: bool ? "true" : "false"
        case .null?: ""
        case .array?, .object?, nil: nil
        }
    }

    /// Lines that cross the end of a buffer are the same lines.
    private func promiseSameRows(_ rows: [UInt8], _ name: String) throws {
        var readings: [[[UInt8]]] = []
        for capacity in [16, 64 << 10] {
            input.fill(rows)
            var reader = LineReader(
                try InputFile(.descriptor(input.descriptor, name: name)), capacity: capacity)
            var found: [[UInt8]] = []
            while let line = try reader.next() { found.append(Array(line)) }
            readings.append(found)
        }
        try promise(readings[0] == readings[1], "other lines with another buffer")
        try promise(
            Array(readings[0].joined(separator: [0x0A])) == Array(rows.last == 0x0A ? rows.dropLast() : rows[...]),
            "lines are missing")
    }
}

extension UInt8 {
    /// Whether it is part of a byte order mark.
    fileprivate var isMarkByte: Bool { self == 0xEF || self == 0xBB || self == 0xBF }
}
