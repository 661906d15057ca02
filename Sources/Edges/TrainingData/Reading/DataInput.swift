/// Where rows come from.
public enum DataInput: Sendable, Equatable {
    /// A file by its path.
    case file(String)
    /// A descriptor open for reading, such as standard input, which stays open; the name is for messages.
    case descriptor(Int32, name: String)

    /// The name in messages.
    public var name: String {
        switch self {
        case .file(let path): path
        case .descriptor(_, let name): name
        }
    }
}
