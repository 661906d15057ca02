package import FineTuning
package import HTTPServer
import JSONText
import Text

/// A fine-tuning API in memory: a value that answers requests, with the time as an argument.
///
/// Nothing happens between requests: before each one, every job catches up with the time.
package struct SimulatedAPI: Sendable {
    /// What a simulator is started with.
    package struct Parameters: Sendable {
        /// How many seconds of a job's life pass in one second; 1 gives a job about ten minutes.
        package var speed = 1.0
        /// The only key that is accepted; nil accepts any.
        package var key: String?
        /// The only key that may see the organization's figures; nil accepts any that begins as an admin key does.
        package var adminKey: String?
        /// Ids and, where a job names no seed of its own, loss curves follow from it.
        package var seed: UInt64 = 0
        /// Whether only the words and shapes of the published schema are used.
        package var isStrict = false
        /// The server whose habits it has.
        package var likeness = ServerLikeness.openai
        /// How long every answer takes.
        package var delay = Duration.zero
        /// Whether the ends of jobs are kept as events for a webhook.
        package var keepsEvents = false

        package init() {}
    }

    let settings: Parameters
    let voice: ServerVoice
    /// Draws the ids of what clients make, in the order in which they make it.
    var generator: SeededGenerator
    /// Draws the ids of requests and answers: how many there were changes no other id.
    var answerIDs: SeededGenerator
    /// How far the simulator's clock is ahead of the caller's.
    var skipped = Duration.zero
    /// Newest first.
    var files: [SimulatedFile] = []
    /// Those that came in parts.
    var uploads: [SimulatedUpload] = []
    /// What the webhook is still to be told, oldest first.
    var webhookEvents: [WebhookEvent] = []
    var models: [SimulatedModel]
    /// Deployed models by the names they answer under.
    var deployments: [String: String] = [:]
    var jobs: [String: SimulatedJob] = [:]
    /// Newest first.
    var jobOrder: [String] = []
    /// Jobs whose script is not at its end.
    var active: Set<String> = []
    /// What was asked of models.
    var usage = SimulatedUsage()
    var faults = FaultList()
    var log = RequestLog()

    package init(settings: Parameters = Parameters()) {
        self.settings = settings
        generator = SeededGenerator(seed: settings.seed)
        answerIDs = SeededGenerator(seed: ~settings.seed)
        voice = ServerVoice(settings, organization: generator.id("org-"))
        models = settings.likeness.baseModels
    }

    /// The organization of every job.
    var organization: String { voice.organization }

    /// Answers one request at a moment of the caller's clock.
    package mutating func answer(_ request: ServerRequest, at callerTime: UnixTime) -> ServerResponse {
        let now = callerTime + skipped
        settle(at: now)
        if request.segments.first == "_ftsim" {
            do throws(ErrorReply) { return try control(request, at: now) } catch { return error.response }
        }
        let number = log.add(request)
        let fault = faults.take(request, below: settings.likeness.leadingPaths)
        var response = performed(request, fault, at: now)
        response.delay = settings.delay
        fault?.spoil(&response)
        log.answered(number, status: response.fault == .drop ? nil : response.status)
        decorate(&response, at: now)
        return response
    }

    private mutating func performed(_ request: ServerRequest, _ fault: Fault?, at now: UnixTime) -> ServerResponse {
        if let replacement = fault?.replacement(in: voice) { return replacement }
        do throws(ErrorReply) {
            if settings.likeness == .openai, request.segments.prefix(2) == ["v1", "organization"] {
                try authorizeAdministrator(request)
            } else {
                try authorize(request)
            }
            return try route(request, at: now)
        } catch {
            return voice.response(to: error)
        }
    }

    /// The key comes as a bearer token, or in `api-key` as some servers of this API want it.
    private func authorize(_ request: ServerRequest) throws(ErrorReply) {
        if settings.key == nil, settings.likeness.answersWithoutKey { return }
        let sent: String?
        if let value = request.headers["Authorization"] {
            guard value.lowercased().hasPrefix("bearer ") else { throw .noKey }
            sent = String(value.dropFirst("bearer ".count))
        } else {
            sent = request.headers["api-key"]
        }
        guard let sent, !sent.isEmpty else { throw .noKey }
        guard settings.key == nil || settings.key == sent else { throw .wrongKey(sent) }
    }

    /// The headers that every answer of the server has; a fault's own ones stay.
    private mutating func decorate(_ response: inout ServerResponse, at now: UnixTime) {
        func add(_ name: String, _ value: String) {
            if response.headers[name] == nil { response.headers[name] = value }
        }
        add("Date", HTTPDate.text(now))
        add("x-request-id", answerIDs.id("req_", length: 32).lowercased())
        guard settings.likeness == .openai else { return }
        add("openai-version", "2020-10-01")
        add("openai-organization", organization)
    }

    // MARK: time

    /// How much wall-clock time a number of the jobs' seconds takes.
    func wall(_ seconds: Double) -> Duration { .milliseconds(Int64((seconds * 1000 / settings.speed).rounded(.up))) }

    /// Lets everything happen that is due.
    mutating func settle(at now: UnixTime) {
        files.removeAll { file in file.expiresAt.map { $0 <= now } ?? false }
        for id in active.sorted() { settle(job: id, at: now) }
    }
}
