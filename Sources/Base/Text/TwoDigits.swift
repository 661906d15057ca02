extension Int {
    /// A part of a date or a clock: `07`, `42`.
    package var twoDigits: String { self < 10 ? "0\(self)" : "\(self)" }
}
