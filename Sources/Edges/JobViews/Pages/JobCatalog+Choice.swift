package import FineTuning
package import JobStorage

extension JobCatalog {
    /// Whether it can look for words: not where there is too much text to be kept.
    package var isSearchable: Bool { texts.isWhole }

    /// The jobs that a part of the table shows, in its order: the same that the store would choose.
    ///
    /// - Returns: nil where a word is wanted and there is too much text to be kept: then the store has to be asked.
    package func keys(_ query: JobPageQuery, limit: Int) -> [JobKey]? {
        let wanted = Array(query.text.lowercasedASCII.utf8)
        guard wanted.isEmpty || texts.isWhole else { return nil }
        guard limit > 0 else { return [] }
        // Nothing stands behind a job that is not there.
        let after = query.after.map { place(of: $0) }
        if case .some(nil) = after { return [] }
        let found = wanted.isEmpty ? nil : texts.owners(containing: wanted)
        var best = BestPlaces(limit: limit, order: JobOrdering(self, query), after: after ?? nil)
        for place in candidates(query, among: found) { best.offer(place) }
        return best.places.map { keys[$0] }
    }

    /// The places that pass, those first that stand first where the places themselves have the order.
    private func candidates(_ query: JobPageQuery, among found: [Int]?) -> [Int] {
        let entries = entries
        let words = Set(query.statuses.flatMap(\.words))
        let isWanted = statuses.map { words.isEmpty || words.contains($0.word.lowercasedASCII) }
        var account: Int32?
        if let name = query.account {
            guard let number = accounts.words.firstIndex(of: WordTable.Word(name.rawValue)) else { return [] }
            account = Int32(number)
        }
        func passes(_ place: Int) -> Bool {
            let entry = entries[place]
            return isWanted[Int(entry.status)] && !(query.unfinishedOnly && entry.isOver)
                && (account == nil || entry.account == account)
        }
        let passing = found.map { $0.filter(passes) } ?? entries.indices.filter(passes)
        guard let first = passing.first, let last = passing.last else { return [] }
        return JobOrdering(self, query).isBefore(last, first) ? passing.reversed() : passing
    }
}

/// The order of a page's rows.
struct JobOrdering {
    private let entries: [JobCatalog.Entry]
    private let keys: [JobKey]
    private let key: Key
    private let isDescending: Bool

    /// What comes first in the order.
    private enum Key {
        case created
        case tokens
        case ended
        case name([Int])
        case word([Int])
        case model([Int])
    }

    init(_ catalog: JobCatalog, _ query: JobPageQuery) {
        entries = catalog.entries
        keys = catalog.keys
        isDescending = query.isDescending
        key =
            switch query.order {
            case .created: .created
            case .name: .name(catalog.names.ranks)
            case .status: .word(catalog.words.ranks)
            case .model: .model(catalog.models.ranks)
            case .trainedTokens: .tokens
            case .ended: .ended
            }
    }

    /// By what a job is ordered first, so that less stands first.
    func value(_ place: Int) -> Int64 {
        let entry = entries[place]
        let value =
            switch key {
            case .created: entry.created
            case .tokens: entry.tokens
            case .ended: entry.ended
            case .name(let ranks): Int64(ranks[Int(entry.name)])
            case .word(let ranks): Int64(ranks[Int(entry.word)])
            case .model(let ranks): Int64(ranks[Int(entry.model)])
            }
        // The complement turns the order round, and cannot overflow.
        return isDescending ? ~value : value
    }

    /// Whether one job stands before another one.
    func isBefore(_ one: Int, _ other: Int) -> Bool {
        let (first, second) = (value(one), value(other))
        if first != second { return first < second }
        let (one, other) = isDescending ? (other, one) : (one, other)
        let (created, later) = (entries[one].created, entries[other].created)
        return created == later ? keys[one] < keys[other] : created < later
    }
}

/// The first few of many jobs, in order.
private struct BestPlaces {
    private let limit: Int
    private let order: JobOrdering
    /// Only what stands behind this one.
    private let after: Int?
    /// A heap: each stands behind the two below it, so that the last one is at the root.
    private var heap: [Int] = []
    /// Of the last one, once there are enough.
    private var last = Int64.max

    init(limit: Int, order: JobOrdering, after: Int?) {
        self.limit = limit
        self.order = order
        self.after = after
        heap.reserveCapacity(min(limit, 4096))
    }

    /// In their order.
    var places: [Int] { heap.sorted { order.isBefore($0, $1) } }

    mutating func offer(_ place: Int) {
        guard order.value(place) <= last else { return }
        if let after, !order.isBefore(after, place) { return }
        if heap.count < limit {
            heap.append(place)
            rise()
        } else {
            guard order.isBefore(place, heap[0]) else { return }
            heap[0] = place
            sink()
        }
        if heap.count == limit { last = order.value(heap[0]) }
    }

    private mutating func rise() {
        var child = heap.count - 1
        while child > 0, order.isBefore(heap[(child - 1) / 2], heap[child]) {
            heap.swapAt((child - 1) / 2, child)
            child = (child - 1) / 2
        }
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var last = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && order.isBefore(heap[last], heap[child]) { last = child }
            guard last != parent else { return }
            heap.swapAt(last, parent)
            parent = last
        }
    }
}
