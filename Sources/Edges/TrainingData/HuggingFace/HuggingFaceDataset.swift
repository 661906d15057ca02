/// One split of a dataset on the Hugging Face Hub as rows, read through the dataset viewer's API.
///
///     var dataset = try HuggingFaceDataset("allenai/sciq")
///     dataset.server.cacheDirectory = "/home/me/.cache/ftd/hf"
///     try Preparation(mapping: Preset.sciq.mapping).run(from: dataset, to: .file("train.jsonl"))
///
/// Rows come in pages of 100, of which one is held in memory, their columns in the order of the dataset's features.
/// With a cache directory every page is kept: a run that was interrupted goes on where it stood, and a whole copy is
/// used without any request for ``HuggingFaceServer/freshness``; after that one request asks whether the dataset has
/// another revision. A page is asked for at most 10 times and waited for at most 15 minutes.
public struct HuggingFaceDataset: Sendable {
    /// More rows than this are refused when they are reached: five million, or 50,000 requests.
    public static let mostRows = 5_000_000

    /// As it was named, without `hf:`, for example `allenai/sciq` or `sciq`.
    ///
    /// A name without an owner is tried as it is given. When the server says that there is no such dataset, a small
    /// table of names from before datasets had owners is consulted: `sciq` is `allenai/sciq`.
    public let name: String
    /// The subset (the viewer's `config`); nil for the only one, or the one called `default`.
    public var subset: String?
    /// The split.
    public var split = "train"
    /// Where the rows come from and are kept.
    public var server = HuggingFaceServer()
    /// Asked during every wait; true ends the run with an error of reason `huggingFace(.cancelled)`.
    public var isCancelled: @Sendable () -> Bool = { false }
    /// Told what is worth knowing while the rows come; called on the reading thread.
    public var onNotice: @Sendable (HuggingFaceNotice) -> Void = { _ in }
    /// Replaces the network, the clock and the sleep in tests.
    package var effects: HubEffects?

    /// Names a dataset; nothing is sent.
    ///
    /// - Parameter name: `OWNER/NAME` or `NAME`, with or without `hf:` before it.
    /// - Throws: `TrainingDataError` when this cannot be a dataset's name.
    public init(_ name: String) throws(TrainingDataError) {
        let bare = name.hasPrefix("hf:") ? String(name.dropFirst(3)) : name
        let parts = bare.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy(Self.isName) else {
            throw TrainingDataError("hf:\(bare.prefix(200))", .huggingFace(.noName))
        }
        self.name = bare
    }

    /// As messages name it: `hf:allenai/sciq`.
    public var label: String { "hf:\(name)" }

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
public struct HuggingFaceServer: Sendable, Equatable {
    /// Hugging Face's own server.
    public static let publicBaseURL = "https://datasets-server.huggingface.co"
    /// A whole copy younger than this is used without asking the server: one day.
    public static let freshness: Duration = .seconds(86_400)

    /// Where the API is, without a slash at the end; `http` is for loopback only.
    public var baseURL = publicBaseURL
    /// Sent to ``baseURL`` and to nobody else; nil is enough for public datasets.
    public var token: HuggingFaceToken?
    /// Where rows are kept, made when it is not there; nil keeps nothing.
    ///
    /// Its files are readable by their owner only. One holds 1 GB at most and all together 2 GB: the ones that were
    /// unused for the longest time are removed first.
    public var cacheDirectory: String?
    /// Reads all from the server, whatever has been kept.
    public var refreshes = false

    /// Hugging Face's own server, without token and cache.
    public init() {}
}

/// An access token, which no description shows.
public struct HuggingFaceToken: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// Where it came from, for messages: `HF_TOKEN`, or a file.
    public let source: String
    let text: String

    /// Takes a token; nil when it holds anything besides visible ASCII, or nothing.
    public init?(_ text: String, source: String) {
        guard (1...4_096).contains(text.utf8.count), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            return nil
        }
        self.text = text
        self.source = source
    }

    /// Its source.
    public var description: String { "the token of \(source)" }

    /// Nothing but its source.
    public var customMirror: Mirror { Mirror(self, children: ["source": source]) }
}
