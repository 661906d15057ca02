import HTTPClient
import HuggingFace
import Preparing
import Synchronization
import TestSupport
import TrainingData

/// A dataset behind a script, with a clock that only moves when it is told to and waits that take no time.
final class HubScene: Sendable {
    static let start: Int64 = 1_795_336_390

    let transport: ScriptedTransport
    private let waits = Mutex<[Duration]>([])
    private let notices = Mutex<[HuggingFaceNotice]>([])
    private let now: Int64

    init(_ steps: [ScriptedTransport.Step], now: Int64 = start) {
        transport = ScriptedTransport(steps)
        self.now = now
    }

    var slept: [Duration] { waits.withLock { $0 } }
    var noticed: [String] { notices.withLock { $0.map(\.description) } }

    func dataset(_ name: String = "me/quiz", cache: String? = nil) throws -> HuggingFaceDataset {
        var dataset = try HuggingFaceDataset(name)
        dataset.server.cacheDirectory = cache
        dataset.onNotice = { [self] notice in notices.withLock { $0.append(notice) } }
        let now = now
        dataset.effects = HubEffects(
            transport: transport, sleep: { [self] wait in waits.withLock { $0.append(wait) } }, now: { now },
            jitter: { 1 })
        return dataset
    }
}

/// Answers as the dataset viewer gives them, about rows of our own making.
enum HubAnswer {
    /// The listing of one subset with three splits.
    static func splits(of dataset: String = "me/quiz", subsets: [String] = ["default"]) -> ScriptedTransport.Step {
        .expect(
            "GET /splits?dataset=\(dataset.replacing("/", with: "%2F"))",
            json: splitsBody(of: dataset, subsets: subsets))
    }

    static func splitsBody(of dataset: String, subsets: [String] = ["default"]) -> String {
        let items = subsets.flatMap { subset in
            ["train", "validation", "test"].map {
                "{\"dataset\":\"\(dataset)\",\"config\":\"\(subset)\",\"split\":\"\($0)\"}"
            }
        }
        return "{\"splits\":[\(items.joined(separator: ","))],\"pending\":[],\"failed\":[]}"
    }

    /// The line of a request for a page.
    static func line(
        of dataset: String = "me/quiz", subset: String = "default", split: String = "train", from: Int, count: Int = 100
    ) -> String {
        "GET /rows?dataset=\(dataset.replacing("/", with: "%2F"))&config=\(subset)&split=\(split)"
            + "&offset=\(from)&length=\(count)"
    }

    /// A page as it should be.
    static func rows(
        of dataset: String = "me/quiz", subset: String = "default", split: String = "train", from: Int,
        count: Int = 100,
        total: Int, revision: String? = "r1"
    ) -> ScriptedTransport.Step {
        .expect(
            line(of: dataset, subset: subset, split: split, from: from, count: count),
            headers: revision.map { [HTTPHeader("X-Revision", $0)] } ?? [],
            json: page(from: from, count: count, total: total))
    }

    static func page(from: Int, count: Int = 100, total: Int) -> String {
        let rows = (from..<max(from, min(total, from + count))).map {
            "{\"row_idx\":\($0),\"row\":\(row($0)),\"truncated_cells\":[]}"
        }
        return "{\"features\":[{\"feature_idx\":0,\"name\":\"q\"},{\"feature_idx\":1,\"name\":\"a\"}],\"rows\":["
            + rows.joined(separator: ",") + "],\"num_rows_total\":\(total),\"num_rows_per_page\":100,\"partial\":false}"
    }

    static func row(_ number: Int) -> String { "{\"a\":\"answer \(number)\",\"q\":\"question \(number)\"}" }

    /// What a preparation makes of such rows.
    static func examples(_ range: Range<Int>) -> String {
        range.map {
            #"{"messages": [{"role": "user", "content": "question \#($0)"}, "#
                + #"{"role": "assistant", "content": "answer \#($0)"}]}"# + "\n"
        }.joined()
    }
}

/// Questions and answers.
func questions() throws -> RowMapping {
    RowMapping(user: try MessageTemplate("{q}"), assistant: try MessageTemplate("{a}"))
}

/// What questions and answers of a dataset become.
func prepared(_ dataset: HuggingFaceDataset, limit: Int? = nil) throws -> String {
    let scratch = try TemporaryDirectory()
    var preparation = Preparation(mapping: try questions())
    preparation.limit = limit
    _ = try preparation.run(fromRows: dataset, to: .file("\(scratch.path)/out.jsonl"))
    return try scratch.text("out.jsonl")
}

/// The sentence that a preparation of a dataset ends with.
func refusal(_ dataset: HuggingFaceDataset) throws -> String? {
    do {
        _ = try prepared(dataset)
        return nil
    } catch let error as HuggingFaceError {
        return error.description
    }
}
