/// Small training files.
enum TrainingRows {
    /// So many good chat rows.
    static func text(_ count: Int) -> String {
        (0..<count).map { number in
            """
            {"messages": [{"role": "system", "content": "Answer."}, \
            {"role": "user", "content": "What is \(number)?"}, \
            {"role": "assistant", "content": "A number: \(number)."}]}

            """
        }.joined()
    }
}

extension String {
    /// Without blanks and line ends around it.
    package var trimmed: String {
        let blank: (Character) -> Bool = { $0.isWhitespace }
        return String(drop(while: blank).reversed().drop(while: blank).reversed())
    }
}
