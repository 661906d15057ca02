import Accounts
import Commands
import FineTuning
import HTTPClient
import Settings
import Text

/// One account: its key, tried with one request that changes nothing, and the server's clock.
struct AccountCheckup: Sendable {
    let settings: AccountSettings
    let accounts: Accounts
    let unit: ServiceUnit?

    /// The longest that the request takes.
    private static let bound = Duration.seconds(10)
    /// How far a clock may be off before signed webhooks and displayed ages go wrong.
    private static let clockTolerance = Duration.seconds(60)

    private var name: String { settings.name.rawValue }

    private var login: String { "ftctl login" + (settings.name == .default ? "" : " --account \(name.shellWord)") }

    /// What one request says of key, server and clock.
    func perform(now: @Sendable () -> UnixTime, uptime: @Sendable () -> Duration) -> [Diagnosis] {
        var settings = settings
        settings.timeout = min(settings.timeout, Self.bound)
        settings.connectTimeout = min(settings.connectTimeout, Self.bound / 2)
        let address = accounts.address(of: settings).text.printable
        let connection: AccountConnection
        do throws(KeyError) { connection = try accounts.connect(settings) } catch {
            return [keyless(error)]
        }
        let start = uptime()
        let page: Page<Job>
        do throws(ProviderError) {
            page = try connection.provider.listJobs(after: nil, limit: 1, metadata: [])
        } catch {
            return refused(error, address)
        }
        let took = HumanText.duration(uptime() - start)
        var found: [Diagnosis] = []
        if let warning = connection.warnings.first {
            found.append(.warning("key", "accepted, but: \(warning)", try: nil, account: name))
        } else {
            found.append(.ok("key", "accepted", account: name))
        }
        found.append(.ok("API", "\(address) answers in \(took)", account: name))
        if let theirs = page.serverDate { found.append(clock(theirs, now: now())) }
        return found
    }

    private func keyless(_ error: KeyError) -> Diagnosis {
        switch error {
        case .missing where unit != nil:
            .warning(
                "key", "ftctl has no key: the service's own is not readable here; submit, ask and files need one",
                try: login, account: name)
        case .missing, .unusableVariable: .failed("key", "\(error)", try: login, account: name)
        case .unusableFile(let problem) where problem.kind == .unopened:
            .failed("key", "\(error)", try: login, account: name)
        case .unusableFile, .unusableAdminVariable, .unusableAddress, .unencrypted, .elsewhere:
            .failed("key", "\(error)", try: nil, account: name)
        }
    }

    private func refused(_ error: ProviderError, _ address: String) -> [Diagnosis] {
        switch error.kind {
        case .unauthorized:
            [.failed("key", "refused by \(address): \(error)", try: login, account: name)]
        case .forbidden:
            [.failed("key", "may not list jobs at \(address): \(error)", try: login, account: name)]
        case .unreachable:
            [.failed("API", "\(error)", try: "curl -sv \(address.shellWord)", account: name)]
        case .notTheAPI:
            [.failed("API", "\(error)", try: "curl -s \(address.shellWord)/models", account: name)]
        case .notFound:
            [.failed("API", "\(error): is base-url right?", try: nil, account: name)]
        case .rateLimited, .quota, .limitReached, .server, .badReply, .invalidRequest, .cancelled:
            [.warning("API", "\(error)", try: nil, account: name)]
        }
    }

    private func clock(_ theirs: UnixTime, now: UnixTime) -> Diagnosis {
        let lead = now - theirs
        let distance = lead < .zero ? .zero - lead : lead
        guard distance > Self.clockTolerance else {
            return .ok("clock", "within a minute of the API's", account: name)
        }
        return .failed(
            "clock",
            "this machine's clock is \(HumanText.duration(distance)) \(lead > .zero ? "ahead of" : "behind") the API's: "
                + "webhooks are then refused, and times are wrong",
            try: "timedatectl set-ntp true", account: name)
    }
}
