import JSONText

/// What is wrong with one row, as the text behind "Example N".
struct RowError: Error {
    let text: String
    var isToken = false
}

/// The server's rules for the rows of a training file (API reference, sections 5.1, 5.3 and 5.5).
enum RowRules {
    private static let roles = ["system", "user", "assistant", "tool", "function"]
    private static let promptRoles = ["developer", "system", "user", "assistant", "tool"]
    private static let messageKeys = [
        "role", "content", "name", "weight", "tool_calls", "tool_call_id", "function_call", "refusal", "audio",
    ]

    /// A supervised row: `{"messages": […], "tools"?, "parallel_tool_calls"?, "functions"?}`.
    static func chat(_ row: JSONObject) throws(RowError) {
        for member in row.members
        where !["messages", "tools", "parallel_tool_calls", "functions"].contains(member.key) {
            throw RowError(text: ", key '\(member.key)': Extra inputs are not permitted")
        }
        let messages = try messages(row["messages"], key: "messages")
        try CallRules.checkDeclarations(row)
        let answers = messages.filter { $0["role"]?.string == "assistant" }
        guard !answers.isEmpty else { throw RowError(text: " has no message from the assistant") }
        guard answers.contains(where: { $0["weight"]?.number?.integer != 0 }) else {
            throw RowError(text: " has no message from the assistant to train on: every weight is 0")
        }
        guard messages.last?["role"]?.string == "assistant" else {
            throw RowError(text: ": the last message must be from the assistant")
        }
    }

    /// A row of reinforcement: `{"messages": […], "tools"?, …}`, the last message the user's, any other keys for the grader
    /// (API reference, section 5.4).
    ///
    /// - Parameter fields: what the grader reads of a row, as the keys that lead there.
    static func prompt(_ row: JSONObject, fields: [[String]] = []) throws(RowError) {
        let messages = try messages(row["messages"], key: "messages", roles: promptRoles)
        try CallRules.checkDeclarations(row)
        guard messages.last?["role"]?.string == "user" else {
            throw RowError(text: ": the last message must be from the user")
        }
        for path in fields {
            let value = path.reduce(JSONValue?.some(.object(row))) { $0?[$1] }
            guard value != nil, value != .null else {
                throw RowError(text: " lacks 'item.\(path.joined(separator: "."))', which the grader reads")
            }
        }
    }

    /// A preference row: `{"input": {"messages": […], "tools"?}, "preferred_output": […], "non_preferred_output": […]}`.
    static func preference(_ row: JSONObject) throws(RowError) {
        try refuseExtras(row, ["input", "preferred_output", "non_preferred_output"], place: "")
        guard let input = row["input"]?.object else {
            throw RowError(text: ", key 'input': Input should be an object")
        }
        try refuseExtras(input, ["messages", "tools", "parallel_tool_calls"], place: ", key 'input'")
        _ = try messages(input["messages"], key: "input.messages", showsImages: false)
        try CallRules.checkDeclarations(input)
        for key in ["preferred_output", "non_preferred_output"] {
            let output = try messages(row[key], key: key, showsImages: false)
            guard output.count == 1, output[0]["role"]?.string == "assistant" else {
                throw RowError(text: ", key '\(key)': expected one message from the assistant")
            }
        }
    }

    static func refuseExtras(_ object: JSONObject, _ known: [String], place: String) throws(RowError) {
        for member in object.members where !known.contains(member.key) {
            throw RowError(text: "\(place), key '\(member.key)': Extra inputs are not permitted")
        }
    }

    private static func messages(
        _ value: JSONValue?, key: String, roles: [String] = RowRules.roles, showsImages: Bool = true
    ) throws(RowError) -> [JSONValue] {
        guard let list = value?.array, !list.isEmpty else {
            throw RowError(text: ", key '\(key)': expected a list of messages that is not empty")
        }
        var images = 0
        for (index, message) in list.enumerated() {
            try check(message, place: ", message \(index + 1)", roles: roles, images: &images)
        }
        guard showsImages || images == 0 else { throw RowError(text: ": images are not supported by this method") }
        return list
    }

    private static func check(
        _ message: JSONValue, place: String, roles: [String], images: inout Int
    ) throws(RowError) {
        guard let object = message.object else { throw RowError(text: "\(place) Input should be an object") }
        guard let role = object["role"] else {
            throw RowError(text: "\(place) Discriminator 'role' is missing in value")
        }
        guard let word = role.string, roles.contains(word) else {
            throw RowError(
                text: "\(place) Input tag \(JSONWriter.text(role)) found using 'role' does not match any of the "
                    + "expected tags: \(roles.map { "'\($0)'" }.joined(separator: ", "))")
        }
        try refuseExtras(object, messageKeys, place: place)
        if let weight = object["weight"], !weight.isNull,
            !["0", "1"].contains(weight.number?.text) || word != "assistant"
        {
            throw RowError(text: "\(place), key 'weight': Input should be 0 or 1, on assistant messages only")
        }
        if let name = object["name"], !name.isNull, name.string == nil {
            throw RowError(text: "\(place), key 'name': Input should be a valid string")
        }
        try CallRules.checkCalls(object, role: word, place: place)
        try ContentRules.check(object, role: word, place: place, images: &images)
    }
}
