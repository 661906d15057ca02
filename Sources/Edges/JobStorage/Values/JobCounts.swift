package import FineTuning

/// How many jobs there are.
package struct JobCounts: Sendable, Hashable {
    /// Of each status.
    package private(set) var byStatus: [JobStatus: Int] = [:]
    /// Of those that can still change, of each status.
    package private(set) var unfinished: [JobStatus: Int] = [:]
    /// Those that the API does not know any more.
    package private(set) var gone = 0

    package init() {}

    mutating func add(_ status: JobStatus, all: Int, gone: Int) {
        byStatus[status, default: 0] += all
        self.gone += gone
        if !status.isTerminal, all > gone { unfinished[status, default: 0] += all - gone }
    }
}
