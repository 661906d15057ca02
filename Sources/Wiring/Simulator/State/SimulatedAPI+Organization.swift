import FineTuning
import HTTPServer
import JSONText
import Text

/// What chat completions used, by minute and model.
struct SimulatedUsage: Sendable {
    struct Key: Hashable {
        /// Minutes since 1970.
        let minute: Int64
        let model: String
    }

    struct Sum {
        var input = 0
        var output = 0
        var requests = 0
    }

    private(set) var sums: [Key: Sum] = [:]

    /// Counts one request.
    mutating func add(model: String, input: Int, output: Int, at time: UnixTime) {
        sums[Key(minute: time.seconds / 60, model: model), default: Sum()].input += input
        sums[Key(minute: time.seconds / 60, model: model), default: Sum()].output += output
        sums[Key(minute: time.seconds / 60, model: model), default: Sum()].requests += 1
    }
}

/// `GET /organization/usage/completions` and `GET /organization/costs` (API reference, section 1.7).
extension SimulatedAPI {
    /// What a million trained tokens cost here, in US dollars: OpenAI's prices of 2025-07.
    private static let trainingPrices = [
        "gpt-4o-mini-2024-07-18": 3.0, "gpt-4o-2024-08-06": 25, "gpt-4.1-mini-2025-04-14": 5, "gpt-4.1-2025-04-14": 25,
    ]
    /// Seconds since 1970 up to the end of the year 9999: sums with more would not fit.
    private static let times: ClosedRange<Int64> = 0...253_402_300_799
    /// What a million tokens of answers cost here, read and written alike.
    private static let chatPrice = 0.3

    /// Admin keys only: `--admin-key`, otherwise any key that begins as OpenAI's do.
    func authorizeAdministrator(_ request: ServerRequest) throws(ErrorReply) {
        guard let value = request.headers["Authorization"], value.lowercased().hasPrefix("bearer ") else {
            throw .noKey
        }
        let key = String(value.dropFirst("bearer ".count))
        guard settings.adminKey.map({ $0 == key }) ?? key.hasPrefix("sk-admin-") else {
            throw ErrorReply(
                status: 403,
                message: "You have insufficient permissions for this operation. Missing scopes: api.usage.read.")
        }
    }

    func routeOrganization(
        _ request: ServerRequest, _ path: [String], at now: UnixTime
    ) throws(ErrorReply) -> ServerResponse {
        switch path.dropFirst() {
        case ["costs"]:
            try Self.refuse(request, groups: ["project_id", "line_item", "api_key_id"])
            let days = try buckets(request, at: now, widths: ["1d"], limit: 7, most: 180)
            let groups = Self.groups(request)
            return page(days) { from, until in costs(from, until, byLine: groups.contains("line_item")) }
        case ["usage", "completions"]:
            try Self.refuse(
                request,
                groups: ["project_id", "user_id", "api_key_id", "model", "batch", "service_tier"])
            let width = request.queryValue("bucket_width") ?? "1d"
            let (limit, most) = width == "1d" ? (7, 31) : width == "1h" ? (24, 168) : (60, 1440)
            let days = try buckets(request, at: now, widths: ["1m", "1h", "1d"], limit: limit, most: most)
            let groups = Self.groups(request)
            return page(days) { from, until in completions(from, until, byModel: groups.contains("model")) }
        default: throw .noSuchURL(request.method, request.rawPath)
        }
    }

    private static func groups(_ request: ServerRequest) -> [String] {
        request.query.filter { ["group_by[]", "group_by"].contains($0.name) }.map(\.value)
    }

    private static func refuse(_ request: ServerRequest, groups known: [String]) throws(ErrorReply) {
        if let wrong = groups(request).first(where: { !known.contains($0) }) {
            throw .invalid("Invalid value: '\(wrong)'. Supported values are: \(known).", param: "group_by")
        }
    }

    /// The buckets of a page, and where the next one begins; nil at the end.
    private func buckets(
        _ request: ServerRequest, at now: UnixTime, widths: [String], limit standard: Int, most: Int
    ) throws(ErrorReply) -> (starts: [Int64], width: Int64, end: Int64, next: Int64?) {
        let word = request.queryValue("bucket_width") ?? "1d"
        guard widths.contains(word) else {
            throw .invalid("Invalid value: '\(word)'. Supported values are: \(widths).", param: "bucket_width")
        }
        let width: Int64 = word == "1d" ? 86_400 : word == "1h" ? 3600 : 60
        guard let start = request.queryValue("start_time").flatMap({ Int64($0) }), Self.times.contains(start) else {
            throw .invalid("Missing required parameter: 'start_time'.", param: "start_time")
        }
        // The end is not included, and what happened in this second has happened.
        let end = request.queryValue("end_time").flatMap { Int64($0) } ?? now.seconds + 1
        let limit = request.queryValue("limit").map { Int($0) } ?? standard
        guard let limit, (1...most).contains(limit) else {
            throw .invalid("Invalid 'limit': expected a value from 1 to \(most).", param: "limit")
        }
        var first = start / width * width
        if let page = request.queryValue("page") {
            guard page.hasPrefix("page_"), let from = Int64(page.dropFirst(5)), Self.times.contains(from) else {
                throw .invalid("Invalid 'page' cursor.", param: "page")
            }
            first = from
        }
        let last = min(end, first + Int64(limit) * width)
        let starts = Array(stride(from: first, to: max(first, last), by: Int64.Stride(width)))
        return (starts, width, end, first + Int64(limit) * width < end ? first + Int64(limit) * width : nil)
    }

    private func page(
        _ buckets: (starts: [Int64], width: Int64, end: Int64, next: Int64?), results: (Int64, Int64) -> [JSONValue]
    ) -> ServerResponse {
        let data = buckets.starts.map { start in
            JSONValue.object([
                "object": .string("bucket"), "start_time": .integer(start), "end_time": .integer(start + buckets.width),
                "results": .array(results(start, min(start + buckets.width, buckets.end))),
            ])
        }
        return .json(
            .object([
                "object": .string("page"), "data": .array(data), "has_more": .bool(buckets.next != nil),
                "next_page": .text(buckets.next.map { "page_\($0)" }),
            ]))
    }

    private func costs(_ from: Int64, _ until: Int64, byLine: Bool) -> [JSONValue] {
        var sums: [String: Double] = [:]
        for job in jobs.values {
            guard let end = job.finishedAt?.seconds, (from..<until).contains(end), let tokens = job.trainedTokens,
                let price = Self.trainingPrices[ModelName(job.request.model).base.rawValue]
            else { continue }
            sums["\(ModelName(job.request.model).base.rawValue), training", default: 0] +=
                Double(tokens) * price / 1_000_000
        }
        for (key, sum) in usage.sums where (from..<until).contains(key.minute * 60) {
            sums["\(ModelName(key.model).base.rawValue), input and output", default: 0] +=
                Double(sum.input + sum.output) * Self.chatPrice / 1_000_000
        }
        let lines: [(String?, Double)] =
            byLine
            ? sums.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
            : sums.isEmpty ? [] : [(nil, sums.values.reduce(0, +))]
        return lines.map { line, value in
            .object([
                "object": .string("organization.costs.result"),
                "amount": .object([
                    "value": .number(JSONNumber(text: "\(value)")), "currency": .string("usd"),
                ]), "line_item": .text(line), "project_id": .null, "organization_id": .string(organization),
            ])
        }
    }

    private func completions(_ from: Int64, _ until: Int64, byModel: Bool) -> [JSONValue] {
        var sums: [String: SimulatedUsage.Sum] = [:]
        for (key, sum) in usage.sums where (from..<until).contains(key.minute * 60) {
            let name = byModel ? key.model : ""
            sums[name, default: .init()].input += sum.input
            sums[name, default: .init()].output += sum.output
            sums[name, default: .init()].requests += sum.requests
        }
        return sums.sorted { $0.key < $1.key }.map { model, sum in
            .object([
                "object": .string("organization.usage.completions.result"), "input_tokens": .integer(sum.input),
                "output_tokens": .integer(sum.output), "input_cached_tokens": .integer(0),
                "num_model_requests": .integer(sum.requests), "project_id": .null, "user_id": .null,
                "api_key_id": .null, "model": byModel ? .string(model) : .null, "batch": .null,
            ])
        }
    }
}
