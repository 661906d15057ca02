extension Job {
    /// What its owner calls it: the suffix, otherwise the `name` in its metadata; nil where it has neither.
    package var name: String? {
        let own = suffix ?? metadata.first { $0.key == "name" }?.value
        return own.flatMap { $0.isEmpty ? nil : $0 }
    }
}
