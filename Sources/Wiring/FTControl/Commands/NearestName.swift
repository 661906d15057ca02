import Settings

/// Finds the name that somebody probably meant.
enum NearestName {
    /// `; did you mean "list"?`, or nothing when no name is near; the beginning of one name is near it.
    static func question(_ typed: String, among names: [String], prefix: String = "") -> String {
        let typed = String(typed.lowercased().prefix(64))
        guard !typed.isEmpty else { return "" }
        let begun = names.filter { $0.hasPrefix(typed) }
        let meant = begun.count == 1 ? begun.first : nearestName(to: typed, in: names)
        return meant.map { "; did you mean \"\(prefix)\($0)\"?" } ?? ""
    }
}
