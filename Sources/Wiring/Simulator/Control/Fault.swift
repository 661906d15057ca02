import HTTPServer
import JSONText

/// Something that goes wrong on purpose, as `POST /_ftsim/faults` describes it.
///
/// With `status` or `body` the request is answered with those and not performed; `drop: "before"` does not perform it
/// either. Otherwise it is performed, and its answer is delayed, cut, dropped or given more headers.
struct Fault: Sendable {
    /// Whether a dropped request has been performed.
    enum Drop: String {
        case before
        case after
    }

    let match: PathGlob
    /// How many requests it spoils; nil for all.
    var times: Int?
    /// How many matching requests go through first.
    var after: Int
    let status: Int?
    let headers: ServerHeaders
    let body: String?
    let delay: Duration
    /// The connection closes after that many bytes of the body.
    let cut: Int?
    let drop: Drop?

    /// Reads one fault.
    ///
    /// - Throws: `ErrorReply` 400 naming the member that is wrong.
    init(_ value: JSONValue) throws(ErrorReply) {
        guard let object = value.object else { throw Self.wrong("fault", "is not an object") }
        let known = ["match", "times", "status", "headers", "body", "delay", "cut", "drop", "after"]
        if let member = object.members.first(where: { !known.contains($0.key) }) {
            throw Self.wrong(member.key, "is unknown; there are \(known.joined(separator: ", "))")
        }
        guard let match = object["match"]?.string.flatMap(PathGlob.init) else {
            throw Self.wrong("match", "is not \"METHOD /path\", such as \"POST /fine_tuning/jobs\" or \"* /**\"")
        }
        self.match = match
        times = object["times"]?.string == "always" ? nil : try Self.integer(object, "times", 1...Int.max) ?? 1
        after = try Self.integer(object, "after", 0...Int.max) ?? 0
        status = try Self.integer(object, "status", 200...599)
        cut = try Self.integer(object, "cut", 0...Int.max)
        delay = try Self.duration(object["delay"])
        switch object["drop"] {
        case nil, .null: drop = nil
        case .some(let value):
            guard let word = value.string.flatMap(Drop.init) else {
                throw Self.wrong("drop", "is neither \"before\" nor \"after\" (the request is performed)")
            }
            drop = word
        }
        switch object["body"] {
        case nil, .null: body = nil
        case .string(let text): body = text
        case .some(let value): body = JSONWriter.text(value)
        }
        var fields = ServerHeaders()
        for member in object["headers"]?.object?.members ?? [] {
            guard let text = member.value.string ?? member.value.number?.text else {
                throw Self.wrong("headers.\(member.key)", "is not a string")
            }
            fields.append(member.key, text)
        }
        headers = fields
    }

    /// Reads one fault, or an array of them.
    static func list(_ value: JSONValue) throws(ErrorReply) -> [Fault] {
        var faults: [Fault] = []
        for item in value.array ?? [value] { faults.append(try Fault(item)) }
        return faults
    }

    private static func wrong(_ member: String, _ why: String) -> ErrorReply {
        .invalid("\(member) \(why)", param: member)
    }

    private static func integer(
        _ object: JSONObject, _ key: String, _ range: ClosedRange<Int>
    ) throws(ErrorReply) -> Int? {
        guard let value = object[key], !value.isNull else { return nil }
        guard let number = value.number?.integer.map(Int.init), range.contains(number) else {
            throw wrong(key, "is not an integer of at least \(range.lowerBound)")
        }
        return number
    }

    /// Seconds as a number, or `200ms`, `1.5s`.
    private static func duration(_ value: JSONValue?) throws(ErrorReply) -> Duration {
        var seconds: Double?
        switch value {
        case nil, .null: return .zero
        case .number(let number): seconds = number.double
        case .string(let text) where text.hasSuffix("ms"): seconds = Double(text.dropLast(2)).map { $0 / 1000 }
        case .string(let text) where text.hasSuffix("s"): seconds = Double(text.dropLast())
        case .some: seconds = nil
        }
        guard let seconds, (0...3600).contains(seconds) else {
            throw wrong("delay", "is not a number of seconds from 0 to 3600, or a text such as \"200ms\"")
        }
        return .seconds(seconds)
    }

    // MARK: effects

    /// The answer that stands in for the request's own, when it is not performed.
    func replacement(in voice: ServerVoice) -> ServerResponse? {
        if drop == .before { return .dropped }
        guard status != nil || body != nil else { return nil }
        let standard = status.map { ErrorReply(status: $0, message: "A fault of the simulator.", type: "server_error") }
        if let body { return .text(status ?? 200, body, type: headers["Content-Type"] ?? "application/json") }
        return standard.map { voice.response(to: $0) }
    }

    /// What happens to the answer on its way.
    func spoil(_ response: inout ServerResponse) {
        for field in headers.fields { response.headers[field.name] = field.value }
        if delay > .zero { response.delay = delay }
        if let cut { response.fault = .cut(after: cut) }
        if drop != nil { response.fault = .drop }
    }

    var json: JSONValue {
        .object([
            "match": .string(match.text), "times": times.map(JSONValue.integer) ?? .string("always"),
            "after": .integer(after), "status": status.map(JSONValue.integer) ?? .null,
            "delay": .number(JSONNumber(text: "\(delay / .seconds(1))")),
            "cut": cut.map(JSONValue.integer) ?? .null, "drop": .text(drop?.rawValue),
        ])
    }
}

/// The faults that are still to happen.
struct FaultList: Sendable {
    private(set) var faults: [Fault] = []

    mutating func add(_ more: [Fault]) { faults += more }

    mutating func clear() { faults = [] }

    /// The fault for a request; the first that matches it, counted down.
    mutating func take(_ request: ServerRequest, below leading: [String]) -> Fault? {
        let meant = faults.firstIndex {
            $0.match.matches(method: request.method, path: request.rawPath, below: leading)
        }
        guard let index = meant else { return nil }
        guard faults[index].after == 0 else {
            faults[index].after -= 1
            return nil
        }
        let fault = faults[index]
        if let times = fault.times {
            faults[index].times = times - 1
            if times <= 1 { faults.remove(at: index) }
        }
        return fault
    }
}
