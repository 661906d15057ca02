/// How a row becomes examples: which rows count, and what each message says.
public struct RowMapping: Sendable, Equatable {
    /// The system message, the same shape for every row; nil for none.
    public var system: MessageTemplate?
    /// What the user says.
    public var user: MessageTemplate
    /// What the model is to answer.
    public var assistant: MessageTemplate
    /// Chat examples, or pairs of answers.
    public var format: ExampleFormat
    /// Whether a row that holds a conversation already (a column `messages` that is an array) is taken over as it is,
    /// with its `tools`, `functions` and `parallel_tool_calls`; it is at first, for chat examples.
    public var passesChatRows = true
    /// Columns that must hold something besides blanks; a row where one does not is dropped.
    ///
    /// A row that holds a conversation needs none of the columns of the templates.
    public var required: [String]
    /// Columns that are treated as if no row had them.
    ///
    /// A preview leaves them out, a conversation is taken over without them, and a template that names one finds none.
    public var dropped: [String]
    /// Whether rows with an answer that is `null`, or nothing but blanks, are written too; they are dropped at first.
    public var keepsEmptyAnswers = false
    /// Whether rows that hold no conversation are an error, because there are no templates for them.
    private(set) var takesConversationsOnly = false
    /// How the shape of the rows is found, where they need no templates.
    package private(set) var shapes: ShapeChoice?

    /// Puts a mapping together.
    public init(
        system: MessageTemplate? = nil, user: MessageTemplate, assistant: MessageTemplate, required: [String] = [],
        dropped: [String] = [], format: ExampleFormat = .chat
    ) {
        self.system = system
        self.user = user
        self.assistant = assistant
        self.required = required
        self.dropped = dropped
        self.format = format
    }

    /// For rows that hold conversations already: each is taken over, and any other row is an error of reason
    /// `noConversation`.
    public static let conversations: RowMapping = {
        var mapping = RowMapping(user: MessageTemplate(verbatim: ""), assistant: MessageTemplate(verbatim: ""))
        mapping.takesConversationsOnly = true
        return mapping
    }()

    /// For rows of a known shape, which need no templates; nil tells the shape from the first rows.
    ///
    /// Rows of none that is known are an error of reason `noConversation`.
    public static func shape(_ shape: RowShape?) -> RowMapping {
        var mapping = conversations
        mapping.shapes = shape.map(ShapeChoice.given) ?? .told
        return mapping
    }
}

/// Where the shape of rows is known from.
package enum ShapeChoice: Sendable, Equatable {
    /// A person has named it.
    case given(RowShape)
    /// The first rows tell.
    case told
}

/// The shape of the examples that rows become.
public enum ExampleFormat: Sendable, Equatable {
    /// `{"messages": […]}`, for supervised fine-tuning.
    case chat
    /// `{"input": …, "preferred_output": …, "non_preferred_output": …}`, for direct preference optimization (DPO).
    ///
    /// Each template says what the model is not to answer and makes one example of a row, until there are so many of the
    /// row as `mostPairs` says. It makes none where a column of its own (one that the user's and the assistant's
    /// templates do not name) is blank or missing, or where both answers are the same. A row without any example is
    /// dropped. With feedback, the answer that a correction replaces comes before the templates.
    case preference(nonPreferred: [MessageTemplate], mostPairs: Int = .max)

    /// The shape as a check knows it.
    package var shape: TrainingShape {
        switch self {
        case .chat: .supervised
        case .preference: .preference
        }
    }
}
