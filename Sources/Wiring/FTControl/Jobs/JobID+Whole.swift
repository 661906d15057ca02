import FineTuning

extension JobID {
    /// The id that a user has typed in full; nil for the beginning of one.
    ///
    /// Such a name is good for a call of the server also where the store does not have the job.
    init?(whole name: String) {
        guard name.hasPrefix("ftjob-"), name.utf8.count >= 20 else { return nil }
        self.init(name)
    }
}
