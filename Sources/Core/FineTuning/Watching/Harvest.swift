/// What is still to be fetched, once, of a job that has ended.
public struct Harvest: OptionSet, Hashable, Sendable {
    /// One bit for each part that is still missing.
    public let rawValue: Int

    /// Takes the stored bits.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// The last events.
    public static let events = Harvest(rawValue: 1)
    /// The checkpoints.
    public static let checkpoints = Harvest(rawValue: 2)
    /// The metrics of the results file.
    public static let results = Harvest(rawValue: 4)

    /// What a job that has ended needs; a job can fail after it left checkpoints.
    public static func needed(by job: Job) -> Harvest {
        guard job.status.isTerminal else { return [] }
        var parts: Harvest = [.events, .checkpoints]
        if !job.resultFiles.isEmpty { parts.insert(.results) }
        return parts
    }
}
