import JSONText

/// The server's rules for tools, the calls of them, and the answers to those (API reference, section 5.1).
enum CallRules {
    /// Checks `tools`, `functions` and `parallel_tool_calls` of a row.
    static func checkDeclarations(_ row: JSONObject) throws(RowError) {
        if let parallel = row["parallel_tool_calls"], parallel.bool == nil {
            throw RowError(text: ", key 'parallel_tool_calls': Input should be a valid boolean")
        }
        for key in ["tools", "functions"] {
            guard let value = row[key] else { continue }
            guard let list = value.array else { throw RowError(text: ", key '\(key)': Input should be a valid list") }
            if key == "functions", !(1...128).contains(list.count) {
                throw RowError(text: ", key 'functions': List should have 1 to 128 items")
            }
            for (index, element) in list.enumerated() {
                try check(element, key: key, place: ", key '\(key)', item \(index + 1)")
            }
        }
    }

    private static func check(_ element: JSONValue, key: String, place: String) throws(RowError) {
        if key == "tools", element["type"]?.string != "function" {
            throw RowError(text: "\(place): type should be 'function'")
        }
        let function = key == "tools" ? element["function"] : element
        guard let name = function?["name"]?.string, isName(name) else {
            throw RowError(text: "\(place): a function is named by 1 to 64 of a-z, A-Z, 0-9, _ and -")
        }
        if let parameters = function?["parameters"], parameters.object == nil {
            throw RowError(text: "\(place): parameters should be an object")
        }
    }

    private static func isName(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "_" || $0 == "-" }
    }

    /// Checks the calls that a message makes or answers.
    static func checkCalls(_ message: JSONObject, role: String, place: String) throws(RowError) {
        if let calls = message["tool_calls"], !calls.isNull {
            guard role == "assistant" else { throw notAllowed("tool_calls", place) }
            guard let list = calls.array, !list.isEmpty else {
                throw RowError(text: "\(place), key 'tool_calls': List should have at least 1 item")
            }
            for (index, call) in list.enumerated() {
                let place = "\(place), call \(index + 1)"
                guard call["id"]?.string != nil else { throw RowError(text: "\(place), key 'id': Field required") }
                guard call["type"]?.string == "function" else {
                    throw RowError(text: "\(place), key 'type': Input should be 'function'")
                }
                try checkCalled(call["function"], place: place)
            }
        }
        if let call = message["function_call"], !call.isNull {
            guard role == "assistant" else { throw notAllowed("function_call", place) }
            try checkCalled(call, place: "\(place), key 'function_call'")
        }
        try checkAnswer(message, role: role, place: place)
    }

    private static func checkCalled(_ function: JSONValue?, place: String) throws(RowError) {
        guard let name = function?["name"]?.string, !name.isEmpty else {
            throw RowError(text: "\(place), key 'name': Field required")
        }
        guard let arguments = function?["arguments"]?.string else {
            throw RowError(text: "\(place), key 'arguments': Input should be a valid string")
        }
        guard (try? JSONValue.parse(Array(arguments.utf8)))?.object != nil else {
            throw RowError(text: "\(place), key 'arguments': the string is no JSON object")
        }
    }

    private static func checkAnswer(_ message: JSONObject, role: String, place: String) throws(RowError) {
        let id = message["tool_call_id"]
        guard role == "tool" ? id?.string != nil : id == nil else {
            throw role == "tool"
                ? RowError(text: "\(place), key 'tool_call_id': Field required") : notAllowed("tool_call_id", place)
        }
        if role == "function", message["name"]?.string == nil {
            throw RowError(text: "\(place), key 'name': Field required")
        }
    }

    private static func notAllowed(_ key: String, _ place: String) -> RowError {
        RowError(text: "\(place), key '\(key)': Extra inputs are not permitted")
    }
}
