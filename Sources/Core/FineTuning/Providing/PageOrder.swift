/// In which order a server lists, judged by the times of a page's entries.
package enum PageOrder: Hashable, Sendable {
    /// As the API reference says.
    case newestFirst
    /// As some servers do that only speak the API.
    case oldestFirst
    /// The times do not tell: fewer than two of them, or all the same.
    case unclear

    /// Judges by neighbours: most of them rise where the oldest comes first.
    package init(_ times: [UnixTime]) {
        let pairs = zip(times, times.dropFirst())
        let rising = pairs.count { $0 < $1 }
        let falling = pairs.count { $0 > $1 }
        self = rising == falling ? .unclear : rising > falling ? .oldestFirst : .newestFirst
    }
}
