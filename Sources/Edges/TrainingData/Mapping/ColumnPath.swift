/// The way from a column to a value within it: `answers.text[0]`, `turns[-1].content`.
package struct ColumnPath: Sendable, Equatable {
    package enum Step: Sendable, Equatable {
        /// A member of an object, by its key.
        case key(String)
        /// An element of an array, from 0; from the end, -1 being the last, where it is negative.
        case index(Int)
    }

    /// The column that the way begins at.
    package let column: String
    package let steps: [Step]

    /// Reads a way; nil when the text is a plain name.
    package init?(_ text: String) {
        var rest = text[...]
        func takeName() -> String {
            let name = rest.prefix { $0 != "." && $0 != "[" }
            rest = rest.dropFirst(name.count)
            return String(name)
        }
        column = takeName()
        guard !column.isEmpty, !rest.isEmpty else { return nil }
        var steps: [Step] = []
        while let opening = rest.popFirst() {
            if opening == "." {
                let key = takeName()
                guard !key.isEmpty else { return nil }
                steps.append(.key(key))
            } else if opening == "[", let end = rest.firstIndex(of: "]"), let index = Int(rest[..<end]) {
                steps.append(.index(index))
                rest = rest[end...].dropFirst()
            } else {
                return nil
            }
        }
        self.steps = steps
    }
}
