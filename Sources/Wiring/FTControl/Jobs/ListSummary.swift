import FineTuning
import JobStorage
import JobViews

/// What is said of a list below it.
struct ListSummary {
    /// How many jobs it shows.
    private(set) var count = 0
    /// How many there are.
    var total = 0
    /// The models that they are tuned from.
    private(set) var models: Set<ModelName> = []
    /// Neighbours have the same model as a rule.
    private var last: ModelName?

    init() {}

    init(_ list: JobListing<StatusRow>) {
        for row in list.rows { add(row) }
        total = list.total
    }

    mutating func add(_ row: StatusRow) {
        count += 1
        guard row.model != last else { return }
        models.insert(row.model)
        last = row.model
    }
}
