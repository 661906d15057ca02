/// A server that speaks the API, and the key to it.
public struct APIServer: Sendable {
    /// Everything before `/fine_tuning/jobs`.
    public var baseURL: String
    /// Sent to that server and nowhere else; part of no description.
    public var key: String
    /// The `OpenAI-Organization` header.
    public var organization: String?
    /// The `OpenAI-Project` header.
    public var project: String?

    /// OpenAI's own server unless told otherwise; plain `http` is for this machine only.
    public init(
        baseURL: String = "https://api.openai.com/v1", key: String, organization: String? = nil,
        project: String? = nil
    ) {
        self.baseURL = baseURL
        self.key = key
        self.organization = organization
        self.project = project
    }
}

extension APIServer: CustomStringConvertible, CustomReflectable {
    /// The address.
    public var description: String { baseURL }
    /// The address; `dump` and debuggers look in here.
    public var customMirror: Mirror { Mirror(self, children: ["baseURL": baseURL]) }
}
