/// What a check can find, by the stable name that people and programs see.
public enum CheckRule: String, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    // MARK: The file

    /// The file is something else than JSON objects, one a line.
    case notJSONL = "not-jsonl"
    /// A byte order mark at the start.
    case byteOrderMark = "byte-order-mark"
    /// A line with nothing on it.
    case blankLine = "blank-line"
    /// A line beyond what is read into memory.
    case lineTooLong = "line-too-long"
    /// Fewer rows than the server takes.
    case tooFewExamples = "too-few-examples"
    /// More rows than the server takes for the method.
    case tooManyExamples = "too-many-examples"
    /// More bytes than the server takes.
    case fileTooLarge = "file-too-large"
    /// Rows that another program takes for training data, and the server does not.
    case foreignShape = "foreign-shape"
    /// Bytes that are no UTF-8.
    case notUTF8 = "not-utf8"
    /// The model does not take such a job.
    case model = "model"
    /// The model may not take such a job, as far as is known.
    case modelDoubt = "model-doubt"

    // MARK: The row

    /// A line that is not one JSON text.
    case notJSON = "not-json"
    /// A comma behind the object of a line.
    case trailingComma = "trailing-comma"
    /// More than one object on a line.
    case severalObjects = "several-objects"
    /// JSON, but no object.
    case notAnObject = "not-an-object"
    /// No `messages`, or none in it.
    case missingMessages = "missing-messages"
    /// A row made for another training method.
    case wrongShape = "wrong-shape"
    /// A `prompt`/`completion` row.
    case legacyCompletion = "legacy-completion"
    /// A key that the server does not know.
    case unknownKey = "unknown-key"
    /// A key twice in one object.
    case duplicateKey = "duplicate-key"
    /// A known key with a value of another kind than the server takes.
    case wrongType = "wrong-type"
    /// `tools` or `functions` that are not declared as the server wants them.
    case toolsShape = "tools-shape"
    /// The keys of older preference data.
    case preferenceKeys = "preference-keys"
    /// A preference row without its three parts, or with more than one message in an output.
    case preferenceShape = "preference-shape"
    /// An image in a preference row.
    case preferenceImage = "preference-image"
    /// More images than a row may have.
    case tooManyImages = "too-many-images"
    /// A row without a field that the grader asks for.
    case graderField = "grader-field"
    /// The last message of a prompt for reinforcement is not the user's.
    case lastNotUser = "last-not-user"

    // MARK: The message

    /// An element of `messages` that is no object.
    case messageNotAnObject = "message-not-an-object"
    /// No `role`.
    case missingRole = "missing-role"
    /// A role that the server does not know.
    case unknownRole = "unknown-role"
    /// Neither content nor a call.
    case missingContent = "missing-content"
    /// Content that is neither text nor a list of known parts.
    case contentShape = "content-shape"
    /// `tool_calls` or `function_call` that are not made as the server wants them.
    case toolCallsShape = "tool-calls-shape"
    /// A tool's message that does not say which call it answers.
    case toolCallID = "tool-call-id"
    /// A weight other than 0 and 1, or on a message that is not the assistant's.
    case weight = "weight"
    /// No message of the assistant.
    case noAssistant = "no-assistant"
    /// Every message of the assistant has weight 0.
    case nothingToTrain = "nothing-to-train"
    /// The last message is not the assistant's.
    case lastNotAssistant = "last-not-assistant"
    /// The spelling of a special token in a text.
    case specialToken = "special-token"
    /// An image that no server can fetch or decode.
    case imageAddress = "image-address"

    // MARK: Worth a look

    /// A tool's message that answers no earlier call of the row.
    case unmatchedToolCall = "unmatched-tool-call"
    /// A call of a function that the row does not declare.
    case undeclaredFunction = "undeclared-function"
    /// A call without an argument that its function requires.
    case missingArgument = "missing-argument"
    /// A call that no tool's message answers before the conversation goes on.
    case unansweredCall = "unanswered-call"
    /// An image that the server leaves out: its format or its size.
    case imageSkipped = "image-skipped"
    /// Nobody asks for the answer.
    case noQuestion = "no-question"
    /// Some rows for a grader have other keys than nearly all others.
    case differingKeys = "differing-keys"
    /// A name with characters that the API takes nowhere else.
    case name = "name"
    /// The assistant says nothing.
    case emptyAnswer = "empty-answer"
    /// A message of another role says nothing.
    case emptyMessage = "empty-message"
    /// The same messages, tools, weights and rejected answer, and for a grader the same other keys, as an earlier row,
    /// blanks and ASCII case aside. Mended only where the rows are equal byte for byte.
    case duplicate = "duplicate"
    /// The same question as an earlier row, with another answer; of preference rows with another preferred one.
    case contradictoryAnswers = "contradictory-answers"
    /// Nearly the same messages as an earlier row.
    case nearDuplicate = "near-duplicate"
    /// A question of the validation file that is in the training file too.
    case leakedExample = "leaked-example"
    /// A question of the validation file that is nearly one of the training file.
    case nearlyLeakedExample = "nearly-leaked-example"
    /// Both outputs of a preference row are the same.
    case samePreference = "same-preference"
    /// More tokens than the model trains on.
    case longExample = "long-example"
    /// Some rows have another system prompt than nearly all others.
    case inconsistentSystemPrompt = "inconsistent-system-prompt"
    /// Far longer than the other rows.
    case lengthOutlier = "length-outlier"
    /// A zero-width or direction-changing character.
    case invisibleCharacter = "invisible-character"
    /// A control character other than tab and line ends.
    case controlCharacter = "control-character"
    /// What looks like a key or password of some service.
    case secret = "secret"
    /// What looks like an e-mail address.
    case emailAddress = "email-address"
    /// What looks like the number of a payment card, with the right check digit.
    case cardNumber = "card-number"
    /// What looks like the number of a bank account, with the right check digits.
    case iban = "iban"
    /// What looks like a telephone number.
    case phoneNumber = "phone-number"
    /// What looks like the number by which a state knows a person.
    case nationalID = "national-id"
    /// What looks like a password behind the word.
    case password = "password"
    /// A row that the moderation endpoint flags.
    case moderation = "moderation"

    /// The stable name, such as `unknown-role`.
    public var description: String { rawValue }

    /// Whether the server refuses the file for it, or trains badly from it.
    public var severity: Severity {
        switch self {
        case .notJSONL, .byteOrderMark, .lineTooLong, .tooFewExamples, .tooManyExamples, .fileTooLarge, .foreignShape,
            .notUTF8, .model, .notJSON, .trailingComma, .severalObjects, .notAnObject, .preferenceImage,
            .tooManyImages, .graderField, .lastNotUser, .imageAddress, .missingMessages, .wrongShape, .legacyCompletion,
            .unknownKey, .wrongType, .toolsShape, .preferenceKeys,
            .preferenceShape, .messageNotAnObject, .missingRole, .unknownRole, .missingContent, .contentShape,
            .toolCallsShape, .toolCallID, .weight, .noAssistant, .nothingToTrain, .lastNotAssistant, .specialToken:
            .error
        case .modelDoubt, .undeclaredFunction, .missingArgument, .unansweredCall, .imageSkipped, .noQuestion,
            .differingKeys, .cardNumber, .iban, .phoneNumber, .nationalID, .password, .moderation, .blankLine,
            .duplicateKey, .unmatchedToolCall, .name, .emptyAnswer, .emptyMessage,
            .duplicate, .contradictoryAnswers, .nearDuplicate, .leakedExample, .nearlyLeakedExample, .samePreference,
            .longExample, .inconsistentSystemPrompt, .lengthOutlier, .invisibleCharacter, .controlCharacter, .secret,
            .emailAddress:
            .warning
        }
    }

    /// The place in the list of all rules, for counting.
    var index: Int { Self.places[self] ?? 0 }

    private static let places = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}

/// What a finding means for the job.
public enum Severity: String, Sendable, Hashable, CaseIterable {
    /// The server refuses the file.
    case error
    /// The server takes it, and the model is worse for it.
    case warning
}
