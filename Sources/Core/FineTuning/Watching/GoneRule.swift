/// When a job that the API answers with 404 counts as gone: three misses, ten minutes apart, a good listing between.
package enum GoneRule {
    /// How many misses make a job gone.
    package static let misses = 3
    /// The least time between two misses that count.
    package static let spacing: Duration = .seconds(600)

    /// What one more 404 means.
    package enum Verdict: Hashable, Sendable {
        /// Too soon after the last one, or no listing succeeded since: it does not count.
        case ignored
        /// It counts; the job is still watched.
        case counted([UnixTime])
        /// The job is gone: polling it stops.
        case gone
    }

    /// Judges a 404 for a job fetched by its id.
    ///
    /// - Parameters:
    ///   - earlier: the times of the misses that counted, oldest first.
    ///   - lastGoodListing: when the account was last listed without an error; nil when it never was.
    ///   - time: now.
    package static func missed(earlier: [UnixTime], lastGoodListing: UnixTime?, at time: UnixTime) -> Verdict {
        guard let lastGoodListing else { return .ignored }
        if let last = earlier.last {
            // A clock set back must not stop the count for ever: a miss "in the future" is no reason to wait.
            let tooSoon = time >= last && time - last < spacing
            guard !tooSoon, lastGoodListing > last || time < last else { return .ignored }
        }
        let counted = earlier + [time]
        return counted.count >= misses ? .gone : .counted(counted)
    }
}
