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
        let passes = condition(query)
        let isBefore = order(query)
        guard limit > 0 else { return [] }
        var best = Best(limit: limit, isBefore: isBefore)
        // Nothing stands behind a job that is not there.
        let after = query.after.map { place(of: $0) }
        if case .some(nil) = after { return [] }
        func offer(_ place: Int) {
            guard passes(place) else { return }
            if case .some(let first?) = after, !isBefore(first, place) { return }
            best.offer(place)
        }
        if !wanted.isEmpty {
            texts.forEach(containing: wanted, offer)
        } else if entries.count > 1, isBefore(entries.count - 1, 0) {
            // The best come first, so that nearly none has to give way.
            for place in entries.indices.reversed() { offer(place) }
        } else {
            for place in entries.indices { offer(place) }
        }
        return best.places.map { entries[$0].key }
    }

    private func condition(_ query: JobPageQuery) -> (Int) -> Bool {
        let words = Set(query.statuses.flatMap(\.words))
        let isWanted = statuses.map { words.isEmpty || words.contains($0.word.lowercasedASCII) }
        let unfinishedOnly = query.unfinishedOnly
        var account: Int?
        if let name = query.account {
            guard let number = accounts.words.firstIndex(of: WordTable.Word(name.rawValue)) else {
                return { _ in false }
            }
            account = number
        }
        return { [self] place in
            isWanted[entries[place].status] && !(unfinishedOnly && entries[place].isOver)
                && (account == nil || entries[place].account == account)
        }
    }

    /// Which of two stands before the other.
    private func order(_ query: JobPageQuery) -> (Int, Int) -> Bool {
        let (names, words, models) = (names.ranks, words.ranks, models.ranks)
        let value: (Int) -> Int64 =
            switch query.order {
            case .created: { [self] in entries[$0].created }
            case .name: { [self] in Int64(names[entries[$0].name]) }
            case .status: { [self] in Int64(words[entries[$0].word]) }
            case .model: { [self] in Int64(models[entries[$0].model]) }
            case .trainedTokens: { [self] in entries[$0].tokens ?? -1 }
            case .ended: { [self] in entries[$0].ended }
            }
        let isDescending = query.isDescending
        return { [self] one, other in
            let (one, other) = isDescending ? (other, one) : (one, other)
            let (first, second) = (value(one), value(other))
            if first != second { return first < second }
            let (created, later) = (entries[one].created, entries[other].created)
            return created == later ? entries[one].key < entries[other].key : created < later
        }
    }
}

/// The first few of many, in order.
private struct Best {
    private let limit: Int
    private let isBefore: (Int, Int) -> Bool
    /// A heap: each stands behind the two below it, so that the last one is at the root.
    private var heap: [Int] = []

    init(limit: Int, isBefore: @escaping (Int, Int) -> Bool) {
        self.limit = limit
        self.isBefore = isBefore
        heap.reserveCapacity(min(limit, 4096))
    }

    /// In their order.
    var places: [Int] { heap.sorted(by: isBefore) }

    mutating func offer(_ place: Int) {
        guard heap.count == limit else {
            heap.append(place)
            rise()
            return
        }
        guard isBefore(place, heap[0]) else { return }
        heap[0] = place
        sink()
    }

    private mutating func rise() {
        var child = heap.count - 1
        while child > 0, isBefore(heap[(child - 1) / 2], heap[child]) {
            heap.swapAt((child - 1) / 2, child)
            child = (child - 1) / 2
        }
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var last = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && isBefore(heap[last], heap[child])
            {
                last = child
            }
            guard last != parent else { return }
            heap.swapAt(last, parent)
            parent = last
        }
    }
}
