/// A model at the server.
public struct RemoteModel: Hashable, Sendable {
    /// Its name.
    public var name: ModelName
    /// When the server made it.
    public var createdAt: UnixTime?
    /// Whose it is, in the server's words.
    public var ownedBy: String?
    /// `YYYY-MM-DD`; nil when the server has announced none.
    public var shutdownDate: String?
    /// The API's object as compact JSON text, written anew: members, order and numbers are as received.
    public var raw: String

    /// Describes a model.
    public init(
        name: ModelName, createdAt: UnixTime? = nil, ownedBy: String? = nil, shutdownDate: String? = nil,
        raw: String = "{}"
    ) {
        self.name = name
        self.createdAt = createdAt
        self.ownedBy = ownedBy
        self.shutdownDate = shutdownDate
        self.raw = raw
    }
}
