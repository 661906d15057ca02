/// Where training data goes.
public enum DataOutput: Sendable, Equatable {
    /// A file by its path: written beside it, flushed to the disk and renamed, so that a failed run leaves the old one.
    case file(String)
    /// A descriptor open for writing, such as standard output, which stays open; the name is for messages.
    case descriptor(Int32, name: String)

    /// The name in messages.
    public var name: String {
        switch self {
        case .file(let path): path
        case .descriptor(_, let name): name
        }
    }
}
