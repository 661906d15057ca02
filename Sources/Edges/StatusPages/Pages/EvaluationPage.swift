/// How models answered the same rows, in one file that needs nothing beside it.
package enum EvaluationPage {
    /// What the file holds.
    package struct Content: Sendable {
        package var title: String
        /// When it was made, as text.
        package var made: String
        /// The heads of the table of models.
        package var heads: [String]
        /// A line for each model, as long as ``heads``.
        package var models: [[String]]
        package var remarks: [String]
        package var sections: [Section]

        package init(
            title: String, made: String, heads: [String], models: [[String]], remarks: [String], sections: [Section]
        ) {
            self.title = title
            self.made = made
            self.heads = heads
            self.models = models
            self.remarks = remarks
            self.sections = sections
        }
    }

    /// Rows of one kind.
    package struct Section: Sendable {
        package var title: String
        package var rows: [Entry]

        package init(title: String, rows: [Entry]) {
            self.title = title
            self.rows = rows
        }
    }

    /// One row with two texts beside each other.
    package struct Entry: Sendable {
        package var line: Int
        package var question: String
        package var score: String?
        package var first: Text
        package var second: Text

        package init(line: Int, question: String, score: String?, first: Text, second: Text) {
            self.line = line
            self.question = question
            self.score = score
            self.first = first
            self.second = second
        }
    }

    /// One text, word by word.
    package struct Text: Sendable {
        package var title: String
        package var words: [Word]

        package init(title: String, words: [Word]) {
            self.title = title
            self.words = words
        }
    }

    /// A word, and whether the other text has it, too.
    package struct Word: Sendable {
        package var text: String
        package var isCommon: Bool

        package init(text: String, isCommon: Bool) {
            self.text = text
            self.isCommon = isCommon
        }
    }

    /// The file.
    ///
    /// - Parameter styleHash: as for ``ReportPage/html(_:_:styleHash:)``.
    package static func html(_ content: Content, styleHash: String) -> String {
        PageFrame.file(
            content.title, styleHash: styleHash,
            """
            <main id="main" tabindex="-1">
            <h1>\(content.title)</h1>
            <p>\(content.made)</p>
            <section aria-label="Scores">
            <table><thead><tr>\(content.heads.markup { "<th scope=\"col\">\($0)</th>" })</tr></thead><tbody>
            \(content.models.markup { cells in
                "<tr>\(cells.prefix(1).markup { "<th scope=\"row\" class=\"model\">\($0)</th>" })\(cells.dropFirst().markup { "<td class=\"number\">\($0)</td>" })</tr>\n"
            })</tbody></table>
            <ul class="notes">\(content.remarks.markup { "<li>\($0)</li>" })</ul>
            </section>
            \(content.sections.markup(section))
            </main>
            """)
    }

    private static func section(_ section: Section) -> Markup {
        guard !section.rows.isEmpty else { return .none }
        return """
            <section><h2>\(section.title)</h2>
            \(section.rows.markup { entry in
                """
                <table><caption class="sub">line \(entry.line)\(entry.score.markup { ", score \($0)" }): \(entry.question)</caption>
                <thead><tr><th scope="col">\(entry.first.title)</th><th scope="col">\(entry.second.title)</th></tr></thead>
                <tbody><tr><td>\(words(entry.first.words, "del"))</td><td>\(words(entry.second.words, "ins"))</td></tr></tbody></table>

                """
            })
            </section>

            """
    }

    /// The words, each run of what the other text lacks within an element.
    private static func words(_ words: [Word], _ element: String) -> Markup {
        var markup = Markup.none
        for (place, word) in words.enumerated() {
            let begins = !word.isCommon && (place == 0 || words[place - 1].isCommon)
            let ends = !word.isCommon && (place == words.count - 1 || words[place + 1].isCommon)
            if place > 0 { markup += " " }
            if begins { markup += Markup(trusted: "<\(element)>") }
            markup += "\(word.text)"
            if ends { markup += Markup(trusted: "</\(element)>") }
        }
        return markup
    }
}
