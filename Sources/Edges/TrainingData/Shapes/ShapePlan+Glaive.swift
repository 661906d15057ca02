import JSONText
import Text

extension ShapePlan {
    /// Glaive's sets: two texts, or messages with roles of their own.
    func glaive(_ row: JSONObject) throws(ShapeProblem) -> ShapedRow {
        guard let chat = row["chat"]?.string else { return try messages(row, in: "messages") }
        let (system, tools) = Self.functions(in: try optionalText("system", in: row))
        var writer = TurnWriter(column: "chat")
        if !system.isEmpty { try writer.add(.message("system", system), number: 0) }
        let marks = [
            (mark: "USER:", name: "user"), (mark: "ASSISTANT:", name: "assistant"),
            (mark: "FUNCTION RESPONSE:", name: "function_response"),
        ]
        for (place, turn) in DialogText.turns(of: chat, marks: marks).enumerated() {
            let text = turn.text.replacing("<|endoftext|>", with: "").trimmed
            let number = place + 1
            guard turn.name == "assistant", let mark = text.firstRange(of: "<functioncall>") else {
                try writer.add(.message(turn.name, text), number: number)
                continue
            }
            let said = text[..<mark.lowerBound].trimmed
            guard let call = Self.call(String(text[mark.upperBound...].trimmed)) else {
                throw .misfit("the function call of turn \(number) to be JSON")
            }
            if !said.isEmpty { try writer.add(.message("assistant", said), number: number) }
            try writer.add(.object(["role": .string("function_call"), "content": call]), number: number)
        }
        guard !writer.messages.isEmpty else { throw .misfit("column \"chat\" to hold turns: USER: … ASSISTANT: …") }
        var shaped = ShapedRow(content: .chat(writer.messages), used: ["chat", "system"])
        if !tools.isEmpty { shaped.extras.append(.init(key: "tools", value: JSONValue.array(tools).declaredTools)) }
        return shaped
    }

    /// The system message, and the functions whose JSON stands behind it.
    private static func functions(in text: String) -> (system: String, tools: [JSONValue]) {
        var system = text.trimmed
        if system.hasPrefix("SYSTEM:") { system = system.dropFirst("SYSTEM:".count).trimmed }
        guard let start = system.firstIndex(of: "{") else { return (system, []) }
        let bytes = Array(system[start...].utf8)
        let tools = bytes.withUnsafeBytes { bytes -> [JSONValue] in
            var scanner = JSONScanner(bytes)
            var found: [JSONValue] = []
            do throws(JSONSyntaxError) {
                while true {
                    scanner.skipBlanks()
                    guard scanner.position < bytes.count else { return found }
                    found.append(try scanner.tree())
                }
            } catch { return [] }
        }
        guard !tools.isEmpty, tools.allSatisfy({ $0["name"]?.string != nil }) else { return (system, []) }
        var said = system[..<start].trimmed
        for ending in ["-", "Use them if required", " with access to the following functions."]
        where said.hasSuffix(ending) {
            said = said.dropLast(ending.count).trimmed
        }
        return (said.isEmpty || said.hasSuffix(".") ? said : said + ".", tools)
    }

    /// A call as Glaive writes it: its arguments are a text in single quotes.
    private static func call(_ text: String) -> JSONValue? {
        do throws(JSONSyntaxError) { return try JSONValue.parse(text) } catch {}
        guard let start = text.firstRange(of: "\"arguments\": '"), let end = text.lastIndex(of: "'"),
            start.upperBound <= end
        else { return nil }
        let arguments = JSONWriter.text(.string(String(text[start.upperBound..<end])))
        let whole = text[..<start.lowerBound] + "\"arguments\": " + arguments + text[text.index(after: end)...]
        do throws(JSONSyntaxError) { return try JSONValue.parse(String(whole)) } catch { return nil }
    }
}
