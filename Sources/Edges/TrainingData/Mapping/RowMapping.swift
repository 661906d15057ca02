/// How a row becomes one chat example: which rows count, and what each message says.
public struct RowMapping: Sendable, Equatable {
    /// The system message, the same shape for every row; nil for none.
    public var system: MessageTemplate?
    /// What the user says.
    public var user: MessageTemplate
    /// What the model is to answer.
    public var assistant: MessageTemplate
    /// What the model is not to answer: the rows become preference rows (DPO) with it; nil, for chat rows.
    public var nonPreferred: MessageTemplate?
    /// Whether a row that holds a conversation already (a column `messages` that is an array) is taken over as it is,
    /// with its `tools`, `functions` and `parallel_tool_calls`; it is at first, for chat rows.
    public var passesChatRows = true
    /// Columns that must hold something besides blanks; a row where one does not is dropped.
    public var required: [String]
    /// Columns that a preview leaves out.
    public var dropped: [String]

    /// Puts a mapping together.
    public init(
        system: MessageTemplate? = nil, user: MessageTemplate, assistant: MessageTemplate, required: [String] = [],
        dropped: [String] = [], nonPreferred: MessageTemplate? = nil
    ) {
        self.system = system
        self.user = user
        self.assistant = assistant
        self.required = required
        self.dropped = dropped
        self.nonPreferred = nonPreferred
    }
}
