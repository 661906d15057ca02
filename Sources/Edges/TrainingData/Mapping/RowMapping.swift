/// How a row becomes one chat example: which rows count, and what each message says.
public struct RowMapping: Sendable, Equatable {
    /// The system message, the same shape for every row; nil for none.
    public var system: MessageTemplate?
    /// What the user says.
    public var user: MessageTemplate
    /// What the model is to answer.
    public var assistant: MessageTemplate
    /// Columns that must hold something besides blanks; a row where one does not is dropped.
    public var required: [String]
    /// Columns that a preview leaves out.
    public var dropped: [String]

    /// Puts a mapping together.
    public init(
        system: MessageTemplate? = nil, user: MessageTemplate, assistant: MessageTemplate, required: [String] = [],
        dropped: [String] = []
    ) {
        self.system = system
        self.user = user
        self.assistant = assistant
        self.required = required
        self.dropped = dropped
    }
}
