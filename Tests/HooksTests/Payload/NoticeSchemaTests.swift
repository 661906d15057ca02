import FineTuning
import Hooks
import JSONText
import TestSupport
import Testing

/// Enough of JSON Schema for the keywords that ours uses; `.ci/run --all` asks a whole implementation.
private struct Schema {
    let root: JSONValue

    /// What is wrong with a value; empty where it fits.
    func faults(_ value: JSONValue, _ schema: JSONValue, at path: String) -> [String] {
        if let reference = schema["$ref"]?.string {
            let name = String(reference.split(separator: "/").last ?? "")
            return faults(value, root["$defs"]?[name] ?? .null, at: path)
        }
        var faults: [String] = []
        if let constant = schema["const"], constant != value { faults.append("\(path) is not \(constant)") }
        let types = schema["type"]?.array?.compactMap(\.string) ?? schema["type"]?.string.map { [$0] }
        if let types, !types.contains(where: { fits(value, $0) }) { faults.append("\(path) is none of \(types)") }
        if let members = value.object?.members, !(schema["type"] == nil) {
            for name in schema["required"]?.array?.compactMap(\.string) ?? [] where value[name] == nil {
                faults.append("\(path).\(name) is missing")
            }
            for member in members {
                if let inner = schema["properties"]?[member.key] ?? schema["additionalProperties"] {
                    faults += self.faults(member.value, inner, at: "\(path).\(member.key)")
                } else {
                    // A schema that says nothing of a key that is sent is out of date.
                    faults.append("\(path).\(member.key) is not described")
                }
            }
        }
        if let choices = schema["anyOf"]?.array {
            let outcomes = choices.map { self.faults(value, $0, at: path) }
            if !outcomes.contains([]) { faults += outcomes.min { $0.count < $1.count } ?? [] }
        }
        return faults
    }

    private func fits(_ value: JSONValue, _ type: String) -> Bool {
        switch (value, type) {
        case (.null, "null"), (.bool, "boolean"), (.string, "string"), (.array, "array"), (.object, "object"): true
        case (.number, "number"): true
        case (.number(let number), "integer"): number.integer != nil
        default: false
        }
    }
}

@Suite struct NoticeSchemaTests {
    private static let path = #filePath.replacing(
        "Tests/HooksTests/Payload/NoticeSchemaTests.swift", with: "config/notice.schema.json")

    private func faults(_ body: [UInt8]) throws -> [String] {
        let schema = Schema(root: try JSONValue.parse(Array(try #require(contents(of: Self.path)).utf8)))
        return schema.faults(try JSONValue.parse(body), schema.root, at: "$")
    }

    private static func subject(_ type: NoticeType) -> Notice.Subject {
        let job = Samples.job
        let news = Notice.JobNews(
            account: .default, job: job, previous: .running,
            lastMetric: MetricPoint(step: 300, totalSteps: 300, trainLoss: 1.157),
            bestCheckpoint: CheckpointFacts(step: 1, model: nil, metric: MetricPoint(step: 1, trainLoss: 2)),
            reason: type.endsJob ? nil : "why")
        return .job(news)
    }

    @Test(arguments: NoticeType.allCases)
    func everyTypesBodyIsAsTheSchemaSays(type: NoticeType) throws {
        let subjects: [Notice.Subject] = [
            Self.subject(type), .account(AccountName("lab"), reason: "HTTP 401"),
            .submission(SubmissionID("8f14e45f"), account: .default, reason: "refused"),
            .hook(HookName("slack"), reason: "HTTP 410"),
            .budget(
                BudgetStanding(month: "2026-11", limit: Budget.Limit(Money(nanodollars: 5), "USD")), reason: "why"),
            .job(
                Notice.JobNews(
                    account: .default, job: Samples.job, previous: nil,
                    lastMetric: MetricPoint(step: 3, trainLoss: .nan, others: ["train_mean_reward": 0.5]),
                    reason: "why")),
        ]
        for subject in subjects {
            let notice = Notice(
                id: NoticeID("evt_1"), type: type, createdAt: Samples.time, sequence: 9, subject: subject)
            for background in [NoticeBackground(), MessageSamples.background] {
                #expect(try faults(HookPayload.body(of: notice, knowing: background)) == [])
            }
        }
    }

    @Test func hostileBodiesFitToo() throws { #expect(try faults(MessageSamples.hostile) == []) }

    @Test func aBodyThatIsOtherwiseIsSeen() throws {
        #expect(try faults(Array(#"{"id":1,"object":"event","created_at":1,"type":"t"}"#.utf8)).count == 2)
    }
}
