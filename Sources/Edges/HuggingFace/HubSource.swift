import Files
import HTTPClient
import JSONText
import Text
import TrainingData

/// Rows of a dataset: first those that were kept, then those of the server, page by page.
final class HubSource: RowSource {
    private let dataset: HuggingFaceDataset
    private let effects: HubEffects
    private var client: HubClient
    private var copy: HubCopy?
    private let header: HubCopyHeader
    private var keys = KeyOrder()
    /// The classes of the columns that have some.
    private var labels = HubLabels()
    /// The kept rows that are still to be given out.
    private var kept: HubReplay?
    private var page = RowBuffer()
    private var ends: [Int] = []
    private var place = 0
    /// Rows given out.
    private var given = 0
    private var hasColumns = false
    private(set) var bytesRead = 0
    let size: Int? = nil
    let blankLines = 0
    let rowsBetweenProgress = HubPage.mostRows

    init(_ dataset: HuggingFaceDataset) throws(HuggingFaceError) {
        self.dataset = dataset
        let effects = dataset.effects ?? .live(isCancelled: dataset.isCancelled)
        self.effects = effects
        do throws(HubError) {
            var start = HubStart(dataset, effects)
            let found = try start.find()
            header = found.header
            copy = start.copy
            client = start.client
            if let copy, found.keptRows > 0 { kept = try HubReplay(copy, rows: found.keptRows) }
            if let first = found.page { take(first) }
        } catch {
            throw HuggingFaceError(dataset.label, error)
        }
        labels = HubLabels(header)
        if header.isPartial { dataset.onNotice(.partial(rows: header.total)) }
    }

    var totalRows: Int? { header.total }

    func next(into row: inout Row) throws -> Bool {
        if !hasColumns {
            hasColumns = true
            for name in header.columns {
                guard row.addColumn(name) != nil else {
                    throw TrainingDataError(dataset.label, .tooManyColumns(line: 1, limit: Row.mostColumns))
                }
            }
        }
        if let line = try replayed() {
            try take(line, into: &row)
            return true
        }
        if place == ends.count {
            guard given < header.total else { return false }
            try fetch()
        }
        let start = place == 0 ? 0 : ends[place - 1]
        let line = UnsafeRawBufferPointer(rebasing: page.bytes[start..<ends[place] - 1])
        place += 1
        try take(line, into: &row)
        return true
    }

    /// The next of the kept rows; nil when there is no more.
    private func replayed() throws(TrainingDataError) -> UnsafeRawBufferPointer? {
        guard let kept else { return nil }
        if let line = try kept.next() { return line }
        self.kept = nil
        return nil
    }

    private func take(_ bare: UnsafeRawBufferPointer, into row: inout Row) throws {
        given += 1
        bytesRead += bare.count + 1
        let line = labels.isEmpty ? bare : labels.adding(to: bare)
        row.begin(line: given, bytes: line)
        var scanner = JSONScanner(UnsafeRawBufferPointer(rebasing: line[..<bare.count]))
        let fits: Bool
        do throws(JSONSyntaxError) {
            fits = try keys.takeObject(from: &scanner, into: &row)
            if fits { try scanner.finish() }
        } catch {
            // Pages are checked as they come, so this is a kept row.
            copy?.remove()
            throw HuggingFaceError(dataset.label, .damagedCopy("row \(given)"))
        }
        guard fits else {
            throw TrainingDataError(dataset.label, .tooManyColumns(line: given, limit: Row.mostColumns))
        }
        labels.name(in: &row, behind: bare.count)
    }

    private func fetch() throws(HuggingFaceError) {
        do throws(HubError) {
            guard given < HuggingFaceDataset.mostRows else { throw .tooManyRows }
            let next = try client.rows(of: header, from: given, count: HubPage.mostRows)
            guard header.fits(next) else {
                copy?.remove()
                throw .changed
            }
            keep(next)
            take(next)
        } catch {
            throw HuggingFaceError(dataset.label, error)
        }
    }

    private func keep(_ next: HubPage) {
        // Behind a page that found no room the copy would have a hole.
        guard let copy, copy.rows == given else { return }
        do throws(FileError) {
            if try !copy.append(next) {
                dataset.onNotice(.notKept(cause: "those behind row \(HumanText.number(given)) do not fit into 1 GB"))
            }
        } catch {
            dataset.onNotice(.notKept(cause: error.description))
            self.copy = nil
        }
    }

    private func take(_ next: HubPage) {
        page.removeAll()
        page.append(contentsOf: next.lines)
        ends = next.ends
        place = 0
    }
}

/// Kept rows, read once from the first one on.
private final class HubReplay {
    private var lines: LineReader
    private var left: Int

    init(_ copy: HubCopy, rows: Int) throws(HubError) {
        do throws(TrainingDataError) { lines = try copy.reader() } catch { throw .damagedCopy(error.description) }
        left = rows
    }

    func next() throws(TrainingDataError) -> UnsafeRawBufferPointer? {
        guard left > 0, let line = try lines.next() else { return nil }
        left -= 1
        return line
    }
}
