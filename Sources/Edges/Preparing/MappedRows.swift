import JSONText
import TrainingData

/// Rows, and how they become examples: as the mapping says, or as the first of them tell.
struct MappedRows {
    let mapping: RowMapping
    let plan: ShapePlan?
    /// Shape and mapping in a line, where the rows told them.
    let sentence: String?
    let source: any RowSource
    /// What the rows are read into.
    let row: Row

    /// Reads no row where the mapping says all.
    init(_ preparation: Preparation, _ source: any RowSource, _ name: String) throws {
        var row = Row()
        guard let choice = preparation.mapping.shapes else {
            (mapping, plan, sentence, self.source) = (preparation.mapping, nil, nil, source)
            self.row = row
            return
        }
        var objects: [JSONObject] = []
        var first: (line: Int, columns: [String])?
        var unknown: (line: Int, columns: [String])?
        let hidden = preparation.mapping.dropped
        self.source = try PeekedSource(source, rows: RowShape.rowsLookedAt, into: &row) { row in
            let object = row.object(hiding: hidden)
            objects.append(object)
            first = first ?? (row.line, row.presentColumns)
            if unknown == nil, RowShape(of: object) == nil { unknown = (row.line, row.presentColumns) }
        }
        self.row = row
        switch choice {
        case .given(let shape): plan = ShapePlan(shape, rows: objects)
        case .told:
            if let preset = Self.preset(for: objects, preparation.mapping) {
                (mapping, plan) = (preset.mapping, nil)
                sentence = "\(preset.name) rows: --preset \(preset.name)"
                return
            }
            let shape = objects.isEmpty ? .messages : RowShape.of(objects)
            guard let shape else {
                // Rows of one shape may be followed by one that has another.
                let place = objects.first.flatMap { RowShape(of: $0) } == nil ? first : unknown ?? first
                throw TrainingDataError(
                    name, .noConversation(line: place?.line ?? 1, existing: place?.columns ?? row.columns))
            }
            plan = ShapePlan(shape, rows: objects)
        }
        if plan?.shape == .reinforcement, let feedback = preparation.feedback, feedback.hasCorrections {
            throw PreparationError.nothingToCorrect(file: name, feedback: feedback.file)
        }
        if case .preference = preparation.mapping.format, let plan, plan.shape.trainingShape != .preference {
            throw PreparationError.noPairs(file: name, plan.shape)
        }
        mapping = preparation.mapping
        let isPlain = plan?.isPlain(for: objects.first) ?? true
        sentence = objects.isEmpty || isPlain ? nil : plan?.sentence(of: objects.first)
    }

    /// The preset that every row has the columns of, with what else was asked for.
    private static func preset(
        for rows: [JSONObject], _ asked: RowMapping
    ) -> (name: String, mapping: RowMapping)? {
        guard let preset = rows.first.flatMap({ Preset.fitting($0.members.map(\.key)) }),
            rows.allSatisfy({ Preset.fitting($0.members.map(\.key)) == preset })
        else { return nil }
        var mapping = preset.mapping
        mapping.required += asked.required.filter { !mapping.required.contains($0) }
        mapping.dropped += asked.dropped.filter { !mapping.dropped.contains($0) }
        mapping.keepsEmptyAnswers = asked.keepsEmptyAnswers
        if case .preference(_, let most) = asked.format {
            mapping.format = .preference(nonPreferred: preset.nonPreferred, mostPairs: most)
        }
        return (preset.name, mapping)
    }

    /// What examples are made for.
    var shape: TrainingShape { plan?.shape.trainingShape ?? mapping.format.shape }
}
