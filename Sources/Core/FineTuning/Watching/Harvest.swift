/// What is still to be fetched, once, of a job that has ended.
package struct Harvest: OptionSet, Hashable, Sendable {
    /// One bit for each part that is still missing.
    package let rawValue: Int

    /// Takes the stored bits.
    package init(rawValue: Int) { self.rawValue = rawValue }

    /// The last events.
    package static let events = Harvest(rawValue: 1)
    /// The checkpoints.
    package static let checkpoints = Harvest(rawValue: 2)
    /// The metrics of the results file.
    package static let results = Harvest(rawValue: 4)

    /// What a job that has ended needs; a job can fail after it left checkpoints.
    package static func needed(by job: Job) -> Harvest {
        guard job.status.isTerminal else { return [] }
        var parts: Harvest = [.events, .checkpoints]
        if !job.resultFiles.isEmpty { parts.insert(.results) }
        return parts
    }

    /// What one request fetches.
    package enum Part: Hashable, Sendable {
        /// A page of the last events.
        case events
        /// The checkpoints.
        case checkpoints
        /// The job's first results file.
        case results(FileID)
        /// The job has none of these: there is nothing to ask for.
        case absent(Harvest)

        /// What need not be fetched any more once it is there.
        package var harvest: Harvest {
            switch self {
            case .events: .events
            case .checkpoints: .checkpoints
            case .results: .results
            case .absent(let parts): parts
            }
        }
    }

    /// The part that is fetched next, of those that are missing.
    package func next(of job: Job) -> Part {
        if contains(.events) { return .events }
        if contains(.checkpoints) { return .checkpoints }
        guard contains(.results), let file = job.resultFiles.first else { return .absent(self) }
        return .results(file)
    }
}
