import JSONText

/// The examples that a mapping makes, as bytes with gaps: what stands between the gaps is escaped once.
struct ExampleProgram {
    /// What an answer is made of.
    enum Answer {
        case template(MessageTemplate)
        /// What a person wrote instead.
        case correction
    }

    enum Piece {
        /// Bytes of `literals`.
        case literal(Range<Int>)
        /// A place in `names`.
        case column(Int)
        /// The next pieces, so many, count only where all places of this stretch of `needs` hold something.
        case optional(needs: Range<Int>, pieces: Int)
        /// What a person wrote instead.
        case correction
        /// Where one of the two answers begins or ends, four times in a pair.
        case mark
    }

    /// One example.
    struct Body {
        fileprivate(set) var pieces: [Piece] = []
        /// Places in `names` of the columns that must hold something, or there is no such example.
        fileprivate(set) var own: [Int] = []
        /// Whether there are marks around two answers, which are to differ.
        fileprivate(set) var isPair = false
        /// Pieces before this one are not joined with what follows.
        fileprivate var settled = 0
    }

    private(set) var literals: [UInt8] = []
    /// The columns that are named, each once.
    private(set) var names: [String] = []
    /// Places in `names` that optional parts need; apart, so that a piece holds no reference.
    private(set) var needs: [Int] = []

    /// The place of a column in `names`.
    mutating func place(of name: String) -> Int {
        if let place = names.firstIndex(of: name) { return place }
        names.append(name)
        return names.count - 1
    }

    /// A chat example.
    mutating func chat(_ mapping: RowMapping, answer: Answer) -> Body {
        var body = Body()
        append(#"{"messages": ["#, to: &body)
        append(prompt(of: mapping) + [("assistant", answer)], to: &body)
        append("]}\n", to: &body)
        return body
    }

    /// A pair of answers.
    mutating func pair(_ mapping: RowMapping, preferred: Answer, nonPreferred: MessageTemplate) -> Body {
        var body = Body()
        body.isPair = true
        append(#"{"input": {"messages": ["#, to: &body)
        append(prompt(of: mapping), to: &body)
        append(#"]}, "preferred_output": ["#, to: &body)
        append([("assistant", preferred)], marked: true, to: &body)
        append(#"], "non_preferred_output": ["#, to: &body)
        append([("assistant", .template(nonPreferred))], marked: true, to: &body)
        append("]}\n", to: &body)
        var others = (mapping.system?.columns ?? []) + mapping.user.columns
        if case .template(let template) = preferred { others += template.columns }
        body.own = nonPreferred.neededColumns.filter { !others.contains($0) }.map { place(of: $0) }
        return body
    }

    private func prompt(of mapping: RowMapping) -> [(String, Answer)] {
        [("system", mapping.system), ("user", mapping.user)].compactMap { role, template in
            template.map { (role, .template($0)) }
        }
    }

    private mutating func append(_ messages: [(String, Answer)], marked: Bool = false, to body: inout Body) {
        var opening = ""
        for (role, text) in messages {
            append(opening + #"{"role": ""# + role + #"", "content": ""#, to: &body)
            if marked { body.pieces.append(.mark) }
            switch text {
            case .correction: body.pieces.append(.correction)
            case .template(let template): append(template, to: &body)
            }
            if marked { body.pieces.append(.mark) }
            append(#""}"#, to: &body)
            opening = ", "
        }
    }

    private mutating func append(_ template: MessageTemplate, to body: inout Body) {
        append(template.pieces, to: &body)
    }

    private mutating func append(_ pieces: [MessageTemplate.Piece], to body: inout Body) {
        for piece in pieces {
            switch piece {
            case .optional(let inner):
                let place = body.pieces.count
                let start = needs.count
                for name in MessageTemplate(pieces: inner).columns { needs.append(self.place(of: name)) }
                let needed = start..<needs.count
                body.pieces.append(.optional(needs: needed, pieces: 0))
                append(inner, to: &body)
                body.pieces[place] = .optional(needs: needed, pieces: body.pieces.count - place - 1)
                body.settled = body.pieces.count
            case .column(let name): body.pieces.append(.column(place(of: name)))
            case .text(var text):
                literal(in: &body) { bytes in
                    text.withUTF8 { JSONWriter.append(escaping: UnsafeRawBufferPointer($0), to: &bytes) }
                }
            }
        }
    }

    private mutating func append(_ text: String, to body: inout Body) {
        literal(in: &body) { $0.append(contentsOf: text.utf8) }
    }

    private mutating func literal(in body: inout Body, _ write: (inout [UInt8]) -> Void) {
        let start = literals.count
        write(&literals)
        if case .literal(let before)? = body.pieces.last, before.upperBound == start, body.pieces.count > body.settled {
            body.pieces[body.pieces.count - 1] = .literal(before.lowerBound..<literals.count)
        } else {
            body.pieces.append(.literal(start..<literals.count))
        }
    }
}
