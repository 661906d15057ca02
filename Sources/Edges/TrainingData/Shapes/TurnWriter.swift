import JSONText
import Text

/// Writes turns of a conversation as OpenAI's messages.
struct TurnWriter {
    private let column: String
    private(set) var messages: [JSONValue] = []
    /// Keys of turns that are left out.
    private(set) var leftOut: Set<String> = []
    /// The calls that no result has answered yet.
    private var openCalls: [String] = []
    private var calls = 0

    init(column: String) { self.column = column }

    /// Takes a turn; its number, from 1, is for messages.
    mutating func add(_ turn: JSONValue, number: Int) throws(ShapeProblem) {
        guard let object = turn.object else { throw .misfit("turn \(number) to be an object") }
        let hasRole = object["role"]?.string != nil
        guard let name = object["role"]?.string ?? object["from"]?.string else {
            throw .misfit("turn \(number) to say who speaks")
        }
        let speaker = MessageSpeaker(name: name)
        guard let role = speaker.role else { throw .misfit("turn \(number) to be said by somebody known") }
        if hasRole, name == role || name == "function" {
            return messages.append(.object(try message(object, number: number)))
        }
        let key = hasRole ? "content" : "value"
        let content = object[key] ?? .null
        var message: JSONObject
        switch speaker {
        case .call: message = try call(content, number: number)
        case .tool where openCalls.isEmpty && hasRole && object["tool_call_id"] != nil:
            message = ["role": .string("tool"), "content": content]
        case .tool: message = result(content)
        case .system, .developer, .user, .assistant, .unknown:
            message = [
                "role": .string(role), "content": hasRole ? try parts(content, number: number) : .string(text(content)),
            ]
        }
        let known = hasRole ? ["role", key] : ["from", key]
        for member in object.members where !known.contains(member.key) && !member.value.isNull {
            // Of a turn that is none of OpenAI's, a weight is one of OpenAI's all the same.
            if hasRole || (member.key == "weight" && role == "assistant") {
                if message[member.key] == nil { message[member.key] = member.value }
            } else {
                leftOut.insert("\(column)[].\(member.key.printable(limit: 60))")
            }
        }
        messages.append(.object(message))
    }

    /// A message of OpenAI's, as it stands but for the parts of the Responses API.
    private func message(_ object: JSONObject, number: Int) throws(ShapeProblem) -> JSONObject {
        guard object["content"]?.array != nil else { return object }
        var object = object
        object["content"] = try parts(object["content"] ?? .null, number: number)
        return object
    }

    private func parts(_ content: JSONValue, number: Int) throws(ShapeProblem) -> JSONValue {
        guard let parts = content.array else { return content }
        var written: [JSONValue] = []
        for part in parts {
            switch part["type"]?.string {
            case "input_text"?, "output_text"?:
                written.append(.object(["type": .string("text"), "text": part["text"] ?? .string("")]))
            case "input_image"?:
                guard let url = part["image_url"], url.string != nil || url.object != nil else {
                    throw .misfit("the image of turn \(number) to have an address, not the id of a file")
                }
                var image: JSONObject = url.object ?? ["url": url]
                if let detail = part["detail"], !detail.isNull { image["detail"] = detail }
                written.append(.object(["type": .string("image_url"), "image_url": .object(image)]))
            case _: written.append(part)
            }
        }
        // One text alone is written as one.
        if written.count == 1, parts[0]["type"]?.string == "output_text", let text = written[0]["text"] { return text }
        return .array(written)
    }

    /// A call of one function or of several, from its JSON text.
    private mutating func call(_ content: JSONValue, number: Int) throws(ShapeProblem) -> JSONObject {
        let value = content.parsedText
        let list = value.array ?? [value]
        var made: [JSONValue] = []
        openCalls.removeAll()
        for entry in list {
            guard let name = entry["name"]?.string else {
                throw .misfit("the function call of turn \(number) to have a name")
            }
            calls += 1
            let id = "call_\(calls)"
            openCalls.append(id)
            let given = entry["arguments"] ?? entry["parameters"] ?? .object(JSONObject())
            let arguments = given.string ?? JSONWriter.text(given, style: .spaced)
            made.append(
                .object([
                    "id": .string(id), "type": .string("function"),
                    "function": .object(["name": .string(name), "arguments": .string(arguments)]),
                ]))
        }
        return ["role": .string("assistant"), "tool_calls": .array(made)]
    }

    /// What a function answered: to the first call that has no answer yet.
    private mutating func result(_ content: JSONValue) -> JSONObject {
        let id = openCalls.count > 1 ? openCalls.removeFirst() : openCalls.first ?? "call_\(max(calls, 1))"
        return ["role": .string("tool"), "tool_call_id": .string(id), "content": .string(text(content))]
    }

    private func text(_ content: JSONValue) -> String {
        content.plainText ?? JSONWriter.text(content, style: .spaced)
    }
}
