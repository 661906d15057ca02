import Commands
package import HTTPServer

/// The command line of `ftsim`.
package struct SimulatorOptions: Sendable, Equatable {
    package var listen = ListenAddress.anyLoopbackPort
    package var speed = 1.0
    package var key: String?
    package var adminKey: String?
    package var faultFile: String?
    /// Nil draws one.
    package var seed: UInt64?
    package var isStrict = false
    package var likeness = ServerLikeness.openai
    package var delay = Duration.zero
    package var webhook: String?
    /// Nil draws one.
    package var webhookSecret: String?

    private static let listenAt = CommandOption.value(
        "listen", .text("ADDRESS"), default: "127.0.0.1:0",
        "the address and port to serve at; port 0 takes any free one")
    private static let speedFactor = CommandOption.value(
        "speed", .number("N", in: 0.001...1_000_000), default: 1, defaultText: "1",
        "how fast jobs live: 1 gives a job about ten minutes, 60 ten seconds")
    private static let onlyKey = CommandOption.value("key", .key, "the only API key to accept; any without it")
    private static let onlyAdminKey = CommandOption.value(
        "admin-key", .key, "the only key that may see /organization; any that begins with sk-admin- without it")
    private static let fault = CommandOption.value(
        "fault", .file(), "faults as JSON, as POST /_ftsim/faults takes them")

    private static let seedNumber = CommandOption.value(
        "seed", .wholeNumber("NUMBER", in: 0...Int.max),
        "the same ids, curves and oddities each time; drawn without it")
    private static let strict = CommandOption.flag(
        "strict", "only words and shapes of the published schema: none of the oddities of real replies")
    private static let like = CommandOption<ServerLikeness>.value(
        "like", .choice("SERVER"), default: .openai, defaultText: "openai",
        "the server whose habits it has: openai, azure, nebius or fastapi")

    private static let delayTime = CommandOption.value(
        "delay", .duration(forms: "200ms, 20s or 5m"), "how long every answer takes, up to 1h: a slow server")
    private static let webhookURL = CommandOption.value(
        "webhook", .text("URL"), "where the end of each job is told, signed as OpenAI signs its own webhooks")
    private static let webhookKey = CommandOption.value(
        "webhook-secret", .signingSecret, "signs them; one is drawn and printed on standard error without it")

    /// Every option of `ftsim` but those of every program.
    static var all: [any OptionDescribing] {
        [
            listenAt, speedFactor, onlyKey, onlyAdminKey, fault, seedNumber, strict, like, delayTime, webhookURL,
            webhookKey,
        ]
    }
}

extension SimulatorOptions {
    /// Of a command line that was read.
    ///
    /// - Throws: `CommandError` for an address that nobody can listen on.
    init(_ arguments: Arguments) throws(CommandError) {
        self.init()
        do {
            listen = try ListenAddress(parsing: arguments[Self.listenAt])
        } catch {
            throw .usage("--listen: \(error)")
        }
        speed = arguments[Self.speedFactor]
        key = arguments[Self.onlyKey]
        adminKey = arguments[Self.onlyAdminKey]
        faultFile = arguments[Self.fault]
        seed = arguments[Self.seedNumber].map { UInt64($0) }
        isStrict = arguments[Self.strict]
        likeness = arguments[Self.like]
        delay = arguments[Self.delayTime] ?? .zero
        guard delay <= .seconds(3600) else { throw .usage("--delay: longer than 1h") }
        webhook = arguments[Self.webhookURL]
        webhookSecret = arguments[Self.webhookKey]
        if webhookSecret != nil, webhook == nil { throw .usage("--webhook-secret goes with --webhook only") }
        if let webhook, !webhook.hasPrefix("http://"), !webhook.hasPrefix("https://") {
            throw .usage("--webhook: not an http or https address")
        }
        if isStrict, likeness != .openai {
            throw .usage("--strict: there is a published schema of openai only, not of \(likeness.rawValue)")
        }
    }
}

extension ArgumentKind where Value == String {
    /// An API key; an empty one would accept nobody.
    fileprivate static let key = ArgumentKind(name: "K", expectation: "a key") { $0.isEmpty ? nil : $0 }
}

extension ArgumentKind where Value == String {
    /// A key that signs webhooks.
    fileprivate static let signingSecret = ArgumentKind(name: "SECRET", expectation: "whsec_ and base64") {
        WebhookSigner($0) == nil ? nil : $0
    }
}
