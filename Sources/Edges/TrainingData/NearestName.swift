import FineTuning

/// The name that a typo most likely meant: at most a third of its letters away, upper and lower case aside.
func nearestName(to name: String, among names: [String]) -> String? {
    // Longer names than any typo would be are not worth the quadratic time.
    let wanted = Array(name.lowercased().unicodeScalars.prefix(100))
    let limit = wanted.count / 3
    var best: (name: String, distance: Int)?
    for candidate in names.prefix(1_000) {
        let scalars = Array(candidate.lowercased().unicodeScalars.prefix(100))
        guard abs(scalars.count - wanted.count) <= limit else { continue }
        let distance = editDistance(wanted, scalars)
        if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
}
