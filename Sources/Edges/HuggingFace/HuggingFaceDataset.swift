import Text
package import TrainingData

/// One split of a dataset on the Hugging Face Hub as rows, read through the dataset viewer's API.
///
///     var dataset = try HuggingFaceDataset("allenai/sciq")
///     dataset.server.cacheDirectory = "/home/me/.cache/ftd/hf"
///     try Preparation(mapping: Preset.sciq.mapping).run(fromRows: dataset, to: .file("train.jsonl"))
///
/// Rows come in pages of 100, of which one is held in memory, their columns in the order of the dataset's features.
/// With a cache directory every page is kept: a run that was interrupted goes on where it stood, and a whole copy is
/// used without any request for ``HuggingFaceServer/freshness``; after that one request asks whether the dataset has
/// another revision. A page is asked for at most 10 times and waited for at most 15 minutes.
package struct HuggingFaceDataset: RowInput {
    /// More rows than this are refused when they are reached: five million, or 50,000 requests.
    package static let mostRows = 5_000_000

    /// As it was named, without `hf:`, for example `allenai/sciq` or `sciq`.
    ///
    /// A name without an owner is tried as it is given. When the server says that there is no such dataset, a small
    /// table of names from before datasets had owners is consulted: `sciq` is `allenai/sciq`.
    package let name: String
    /// The subset (the viewer's `config`); nil for the only one, or the one called `default`.
    package var subset: String?
    /// The split.
    package var split = "train"
    /// Where the rows come from and are kept.
    package var server = HuggingFaceServer()
    /// Asked during every wait; true ends the run with ``HubError/cancelled``.
    package var isCancelled: @Sendable () -> Bool = { false }
    /// Told what is worth knowing while the rows come; called on the reading thread.
    package var onNotice: @Sendable (HuggingFaceNotice) -> Void = { _ in }
    /// Replaces the network, the clock and the sleep in tests.
    package var effects: HubEffects?

    /// Names a dataset; nothing is sent.
    ///
    /// - Parameter name: `OWNER/NAME` or `NAME`, with or without `hf:` before it.
    /// - Throws: ``HuggingFaceError`` when this cannot be a dataset's name.
    package init(_ name: String) throws(HuggingFaceError) {
        let bare = name.hasPrefix("hf:") ? String(name.dropFirst(3)) : name
        let parts = bare.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy(Self.isName) else {
            throw HuggingFaceError("hf:\(bare.printable(limit: 200))", .noName)
        }
        self.name = bare
    }

    /// As messages name it: `hf:allenai/sciq`.
    package var label: String { "hf:\(name)" }

    /// Opens the rows: the kept ones, those of the server, or the one and then the other.
    ///
    /// - Parameter isCancelled: Asked during every wait beside ``isCancelled``.
    /// - Throws: ``HuggingFaceError`` when the server gives no rows.
    package func open(isCancelled: (@Sendable () -> Bool)?) throws -> any RowSource<any Error> {
        var asked = self
        if let isCancelled {
            let own = self.isCancelled
            asked.isCancelled = { own() || isCancelled() }
        }
        return try HubSource(asked)
    }

    /// What the Hub allows in a name: letters, digits, `-`, `_` and `.`, at most 96 of them.
    private static func isName(_ part: Substring) -> Bool {
        (1...96).contains(part.utf8.count) && part.utf8.contains { $0 != UInt8(ascii: ".") }
            && part.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}

/// The dataset viewer, whom we are there, and where its rows are kept.
package struct HuggingFaceServer: Sendable, Equatable {
    /// Hugging Face's own server.
    package static let publicBaseURL = "https://datasets-server.huggingface.co"
    /// A whole copy younger than this is used without asking the server: one day.
    package static let freshness: Duration = .seconds(86_400)

    /// Where the API is, without a slash at the end; `http` is for loopback only.
    package var baseURL = publicBaseURL
    /// Sent to ``baseURL`` and to nobody else; nil is enough for public datasets.
    package var token: HuggingFaceToken?
    /// Where rows are kept, made when it is not there; nil keeps nothing.
    ///
    /// Its files are readable by their owner only. One holds 1 GB at most and all together 2 GB: the ones that were
    /// unused for the longest time are removed first.
    package var cacheDirectory: String?
    /// Reads all from the server, whatever has been kept.
    package var refreshes = false

    /// Hugging Face's own server, without token and cache.
    package init() {}
}

/// An access token, which no description shows.
package struct HuggingFaceToken: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// Where it came from, for messages: `HF_TOKEN`, or a file.
    package let source: String
    let text: String

    /// Takes a token; nil when it holds anything besides visible ASCII, or nothing.
    package init?(_ text: String, source: String) {
        guard (1...4_096).contains(text.utf8.count), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            return nil
        }
        self.text = text
        self.source = source
    }

    /// Its source.
    package var description: String { "the token of \(source)" }

    /// Nothing but its source.
    package var customMirror: Mirror { Mirror(self, children: ["source": source]) }
}
