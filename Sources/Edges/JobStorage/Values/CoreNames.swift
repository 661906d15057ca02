package import FineTuning

/// A job as it is watched.
package typealias StoredJob = WatchedJob
/// An account as it is watched.
package typealias StoredAccount = WatchedAccount
/// What was fetched about one job beside the job itself.
package typealias JobDetails = JobFindings
