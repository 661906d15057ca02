/// One line of a picture that renews itself.
package struct LiveLine: Sendable {
    /// What the line is about, the same from picture to picture; nil for titles and the like, which are never marked.
    package let key: String?
    /// What counts as a change when it differs: without ages, which differ all the time.
    package let state: any Hashable & Sendable
    /// Printable, with the sequences of ``Paint`` at most.
    package let text: String

    package init(key: String?, state: any Hashable & Sendable, text: String) {
        self.key = key
        self.state = state
        self.text = text
    }

    /// A line that is never marked.
    package init(_ text: String) { self.init(key: nil, state: text, text: text) }

    /// A line that has changed when its text has.
    package init(key: String, text: String) { self.init(key: key, state: text, text: text) }
}

/// A picture that renews itself: what is shown, and what stands below it.
package struct LiveFrame: Sendable {
    /// From the top; what does not fit is counted in their last line.
    package var lines: [LiveLine]
    /// Below the lines; it stays when lines give way.
    package var footer: [String]

    package init(lines: [LiveLine], footer: [String] = []) {
        self.lines = lines
        self.footer = footer
    }

    /// The texts of the picture within so many lines; each line with whether it is marked.
    func fitted(into height: Int, marked: [Bool]) -> [(text: String, isMarked: Bool)] {
        let below = footer.prefix(max(0, height - 2)).map { (text: $0, isMarked: false) }
        let room = max(1, height - below.count)
        let all = zip(lines, marked).map { (text: $0.text, isMarked: $1) }
        guard all.count > room else { return all + below }
        let left = all.count - (room - 1)
        // A mark that is not to be seen shows at the line that stands for its own.
        let rest = (text: "… \(left) more", isMarked: all.suffix(left).contains { $0.isMarked })
        return Array(all.prefix(room - 1)) + [rest] + below
    }
}
