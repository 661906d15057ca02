/// What hostile bytes are given to: by name, for the fuzzer and for the tests that replay its inputs.
enum FuzzTarget: String, CaseIterable {
    case json, rows, shapes, check, fix, grader, tokens, settings, template, notice

    /// Feeds the bytes to the target and to whatever must agree with it.
    ///
    /// - Throws: ``Complaint`` when a promise does not hold. A trap is one as well, and ends the process.
    func run(on input: [UInt8]) throws {
        switch self {
        case .json: try JSONFuzzing.run(on: input)
        case .rows: try RowsFuzzing.run(on: input)
        case .shapes: try ShapesFuzzing.run(on: input)
        case .check: try CheckFuzzing.run(on: input)
        case .fix: try FixFuzzing.run(on: input)
        case .grader: try GraderFuzzing.run(on: input)
        case .tokens: try TokenFuzzing.run(on: input)
        case .settings: try SettingsFuzzing.run(on: input)
        case .notice: try NoticeFuzzing.run(on: input)
        case .template: try TemplateFuzzing.run(on: input)
        }
    }
}

/// A promise that an input broke.
struct Complaint: Error, CustomStringConvertible {
    let description: String
}

/// Complains unless something holds.
func promise(_ holds: Bool, _ what: @autoclosure () -> String) throws(Complaint) {
    if !holds { throw Complaint(description: what()) }
}

/// Complains about a sentence that does not fit on one line of a terminal.
func promiseSentence(_ text: String) throws(Complaint) {
    try promise(!text.isEmpty, "an empty sentence")
    let isPlain = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && !(0x80..<0xA0 ~= $0.value) }
    try promise(isPlain, "a sentence with control characters")
}
