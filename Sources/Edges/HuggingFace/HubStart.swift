import Files
import HTTPClient

/// Finds out what is to be read, and from where: the copy, the server, or the one and then the other.
struct HubStart {
    /// What is read.
    struct Found {
        let header: HubCopyHeader
        /// Rows that the copy gives.
        let keptRows: Int
        /// The page behind those, if it has been fetched already.
        let page: HubPage?
    }

    private let dataset: HuggingFaceDataset
    private let now: Int64
    private(set) var client: HubClient
    /// What keeps the rows; nil when nothing can.
    private(set) var copy: HubCopy?

    init(_ dataset: HuggingFaceDataset, _ effects: HubEffects) {
        self.dataset = dataset
        now = effects.now()
        client = HubClient(dataset, effects)
        guard let directory = dataset.server.cacheDirectory else { return }
        do throws(FileError) {
            copy = try HubCopy(of: dataset, in: directory)
        } catch {
            dataset.onNotice(.notKept(cause: error.description))
        }
    }

    /// Asks the server only as much as needed.
    mutating func find() throws(HubError) -> Found {
        if let copy, let header = copy.header, copy.rows > 0, !dataset.server.refreshes,
            let finding = try resume(copy, header)
        {
            return finding
        }
        return try begin()
    }

    /// What the copy is good for; nil when it is good for nothing.
    private mutating func resume(
        _ copy: HubCopy, _ header: HubCopyHeader
    ) throws(HubError) -> Found? {
        // The time of a file may be a moment ahead of the clock that programs read: Linux keeps the former finer.
        let ahead = copy.checked - now
        let age = Duration.seconds((0...2).contains(ahead) ? 0 : -ahead)
        let isFresh = age >= .zero && age < HuggingFaceServer.freshness
        if copy.isWhole, isFresh {
            dataset.onNotice(.copy(rows: header.total, age: age))
            return Found(header: header, keptRows: copy.rows, page: nil)
        }
        // Without a revision nothing says that the rows are still the same, but for the time that has passed.
        guard header.revision != nil || isFresh else { return nil }
        let start = copy.isWhole ? 0 : copy.rows
        let page: HubPage
        do throws(HubError) {
            page = try client.rows(of: header, from: start, count: copy.isWhole ? 1 : HubPage.mostRows)
        } catch {
            switch error {
            // The set may have another name or other rows by now: it is looked for again.
            case .absent, .malformed: return nil
            default: throw error
            }
        }
        guard header.fits(page) else { return nil }
        let kept = copy.rows
        copy.confirm(at: now)
        if copy.isWhole {
            dataset.onNotice(.unchanged(rows: header.total))
            return Found(header: header, keptRows: kept, page: nil)
        }
        dataset.onNotice(.resumed(rows: kept, of: header.total))
        keep { copy throws(FileError) in _ = try copy.append(page) }
        return Found(header: header, keptRows: kept, page: page)
    }

    private mutating func begin() throws(HubError) -> Found {
        let (name, subset) = try resolve()
        let page = try client.rows(
            dataset: name, subset: subset, split: dataset.split, from: 0, count: HubPage.mostRows)
        let header = HubCopyHeader(
            baseURL: dataset.server.baseURL, dataset: name, subset: subset, split: dataset.split, page: page)
        keep { copy throws(FileError) in
            try copy.restart(header)
            _ = try copy.append(page)
        }
        return Found(header: header, keptRows: 0, page: page)
    }

    /// The dataset's name of today, and the subset that is meant.
    private mutating func resolve() throws(HubError) -> (name: String, subset: String) {
        let given = dataset.name
        do throws(HubError) {
            return (given, try subset(of: given))
        } catch {
            guard case .absent(let said, let token, _) = error, !given.contains("/") else { throw error }
            guard let current = LegacyNames.current(of: given) else {
                throw .absent(
                    said: said, token: token, hint: "a dataset's whole name is OWNER/NAME, as its page shows it; ")
            }
            let subset = try subset(of: current)
            dataset.onNotice(.renamed(from: given, to: current))
            return (current, subset)
        }
    }

    private mutating func subset(of name: String) throws(HubError) -> String {
        try HubSplits(try client.get("/splits", [("dataset", name)]).body)
            .subset(dataset.subset, split: dataset.split)
    }

    /// Does something to the copy, and goes on without it when that fails.
    private mutating func keep(_ change: (HubCopy) throws(FileError) -> Void) {
        guard let copy else { return }
        do throws(FileError) { try change(copy) } catch {
            dataset.onNotice(.notKept(cause: error.description))
            self.copy = nil
        }
    }
}

extension HubClient {
    /// A page of the rows that a header describes.
    mutating func rows(
        of header: HubCopyHeader, from offset: Int, count: Int
    ) throws(HubError) -> HubPage {
        try rows(dataset: header.dataset, subset: header.subset, split: header.split, from: offset, count: count)
    }

    /// A page of rows.
    mutating func rows(
        dataset: String, subset: String, split: String, from offset: Int, count: Int
    ) throws(HubError) -> HubPage {
        let response = try get(
            "/rows",
            [
                ("dataset", dataset), ("config", subset), ("split", split), ("offset", "\(offset)"),
                ("length", "\(count)"),
            ])
        return try HubPage(
            response.body, revision: response[header: "x-revision"], offset: offset, limit: count)
    }
}
