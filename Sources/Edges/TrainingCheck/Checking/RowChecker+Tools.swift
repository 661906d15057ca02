import JSONText

extension RowChecker {
    /// Checks calls and the answers to them; true when the message calls something.
    mutating func judgeCalls(
        _ message: MessageSlices, into content: inout Content
    ) throws(JSONSyntaxError) -> Bool {
        var calls = false
        if let slice = message.toolCalls, slice.kind != .null {
            calls = true
            content.hash.combine(raw(slice))
            try judgeToolCalls(slice, message, into: &content)
        }
        if let slice = message.functionCall, slice.kind != .null {
            calls = true
            content.hash.combine(raw(slice))
            if message.speaker != .assistant, message.speaker != nil {
                addCallOfOtherRole(slice, message)
            }
            try judgeCalled(try tree(slice), slice, "message \(message.number): function_call", into: &content)
        }
        judgeCallID(message)
        return calls
    }

    private mutating func addCallOfOtherRole(_ slice: JSONSlice, _ message: MessageSlices) {
        add(.toolCallsShape, at: slice.start) { "message \(message.number): only the assistant calls tools" }
    }

    private mutating func judgeToolCalls(
        _ slice: JSONSlice, _ message: MessageSlices, into content: inout Content
    ) throws(JSONSyntaxError) {
        let number = message.number
        if message.speaker != .assistant, message.speaker != nil { addCallOfOtherRole(slice, message) }
        guard let elements = try tree(slice).array, !elements.isEmpty else {
            return add(.toolCallsShape, at: slice.start) {
                "message \(number): tool_calls is to be an array with at least one call"
            }
        }
        for (index, call) in elements.enumerated() {
            let place = "message \(number), call \(index + 1)"
            guard call.object != nil else {
                add(.toolCallsShape, at: slice.start) { "\(place) is to be an object" }
                continue
            }
            if let id = call["id"]?.string {
                calls.await(id, message: number, offset: slice.start)
            } else {
                add(.toolCallsShape, at: slice.start) { "\(place) has no \"id\"" }
            }
            if call["type"]?.string != "function" {
                add(.toolCallsShape, at: slice.start, mend: call["type"] == nil ? "adds the type" : nil) {
                    "\(place): the type is to be \"function\""
                }
            }
            try judgeCalled(call["function"], slice, place, into: &content)
        }
    }

    /// Checks `{"name": …, "arguments": "…"}`.
    private mutating func judgeCalled(
        _ function: JSONValue?, _ slice: JSONSlice, _ place: String, into content: inout Content
    ) throws(JSONSyntaxError) {
        guard let name = function?["name"]?.string, !name.isEmpty else {
            return add(.toolCallsShape, at: slice.start) { "\(place) names no function" }
        }
        guard let arguments = function?["arguments"] else {
            return add(.toolCallsShape, at: slice.start) { "\(place) has no \"arguments\"" }
        }
        guard let text = arguments.string else {
            let mend = arguments.object == nil ? nil : "writes them as text"
            return add(.toolCallsShape, at: slice.start, mend: mend) {
                "\(place): the arguments are to be JSON in a string, such as \"{\\\"city\\\": \\\"Paris\\\"}\""
            }
        }
        let parsed = (try? JSONValue.parse(text))?.object
        if parsed == nil {
            add(.toolCallsShape, at: slice.start) { "\(place): the text of the arguments is no JSON object" }
        }
        calls.make(
            RowCalls.Call(
                name: name, arguments: parsed.map { Set($0.members.map(\.key)) }, offset: slice.start, place: place))
        guard countsTokens else { return }
        for text in [name, text] {
            var text = text
            content.tokens += text.withUTF8 { count(UnsafeRawBufferPointer($0)) }
        }
    }

    private mutating func judgeCallID(_ message: MessageSlices) {
        let number = message.number
        guard message.speaker == .tool else {
            if let id = message.toolCallID, message.speaker != nil {
                add(.toolCallID, at: id.start) { "message \(number): only a tool's message has a tool_call_id" }
            }
            return
        }
        guard let id = message.toolCallID, id.kind == .string else {
            return add(.toolCallID, at: message.toolCallID?.start ?? message.start) {
                "message \(number): a tool's message needs a \"tool_call_id\", the id of the call it answers"
            }
        }
        if !calls.answer(text(id)) {
            add(.unmatchedToolCall, at: id.start) { "message \(number) answers a call that no earlier message makes" }
        }
    }

    /// Checks the members that declare tools.
    mutating func checkToolMember(_ name: String, _ slice: JSONSlice) throws(JSONSyntaxError) {
        row.tools &+= hash(of: name, slice)
        if name != "parallel_tool_calls" { row.hasTools = true }
        if countsTokens, slice.kind == .array {
            let tokens = count(raw(slice))
            row.tokens.contents += tokens
            row.tokens.trained += tokens
            row.tokens.tools += tokens
        }
        if name == "parallel_tool_calls" {
            guard slice.kind != .bool else { return }
            return add(.wrongType, at: slice.start) {
                "parallel_tool_calls is to be true or false; found \(slice.kind.words)"
            }
        }
        guard let elements = try tree(slice).array else {
            calls.declareUnreadable()
            let isText = slice.kind == .string && (try? JSONValue.parse(text(slice)))?.array != nil
            return add(.toolsShape, at: slice.start, mend: isText ? "writes the array" : nil) {
                isText
                    ? "\(name) is the text of an array; it is to be the array itself"
                    : "\(name) is to be an array; found \(slice.kind.words)"
            }
        }
        if name == "functions", !(1...128).contains(elements.count) {
            add(.toolsShape, at: slice.start) { "functions has 1 to 128 elements; found \(elements.count)" }
        }
        for (index, element) in elements.enumerated() {
            let place = "\(name), element \(index + 1)"
            if name == "tools", element["type"]?.string != "function" {
                add(.toolsShape, at: slice.start) { "\(place): the type is to be \"function\"" }
            }
            let function = name == "tools" ? element["function"] : element
            guard let declared = function?["name"]?.string else {
                calls.declareUnreadable()
                add(.toolsShape, at: slice.start) { "\(place) names no function" }
                continue
            }
            calls.declare(
                declared, required: function?["parameters"]?["required"]?.array?.compactMap(\.string) ?? [])
            if !(1...64).contains(declared.utf8.count) || !declared.utf8.allSatisfy(Self.isNameByte) {
                add(.toolsShape, at: slice.start) {
                    "\(place): a function's name has 1 to 64 letters, digits, \"_\" and \"-\""
                }
            }
            if let parameters = function?["parameters"], parameters.object == nil {
                add(.toolsShape, at: slice.start) { "\(place): the parameters are to be a JSON Schema object" }
            }
        }
    }

    /// The hash of a member as it is written.
    func hash(of name: String, _ slice: JSONSlice) -> UInt64 {
        var hash = ContentHash(seed: slice.kind == .string ? 13 : 17)
        var name = name
        name.withUTF8 { hash.combine(UnsafeRawBufferPointer($0)) }
        hash.combine(raw(slice))
        return hash.value
    }

    func tree(_ slice: JSONSlice) throws(JSONSyntaxError) -> JSONValue {
        var scanner = JSONScanner(line, at: slice.kind == .string ? slice.start - 1 : slice.start)
        return try scanner.tree()
    }
}
