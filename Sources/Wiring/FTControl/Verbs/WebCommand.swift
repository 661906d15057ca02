import Commands
import FineTuning
import Glibc
import HTTPClient
import Processes
import Settings
import Text

/// `web`: the pages of ftweb in a browser.
enum WebCommand {
    private static let printsOnly = CommandOption.flag(
        "print", "only print the address, and whether somebody serves it")

    static let command: Command = Command(
        name: "web", section: .watch, summary: "Open the pages of ftweb in a browser",
        details: [
            "The address is web.url, or http:// and web.listen. Where ftweb answers there, the browser of the desktop is "
                + "told to open it. Where nobody does, ftweb is run here, until Ctrl-C."
        ],
        options: [printsOnly],
        examples: [
            CommandExample("ftctl web", "look at the jobs"),
            CommandExample("curl -s \"$(ftctl web --print)/api/v1/jobs\"", "for programs"),
        ],
        exitNotes: [ExitNote(.unreachable, "nobody serves the pages (--print)")], run: run)

    @Sendable private static func run(_ context: CommandContext, _ arguments: Arguments) throws -> ExitCode {
        let web = try context.settings().web
        let address = web.url?.text ?? "http://\(web.listen)"
        let isServed = isServed(address)
        if arguments[printsOnly] {
            try context.output.line(address)
            guard !isServed else { return .done }
            throw CommandError(.unreachable, "no ftweb answers at \(address)", hints: ["Start it: ftweb"])
        }
        guard isServed else {
            try context.say("no ftweb answers at \(address): serving here until Ctrl-C")
            throw try start(context)
        }
        try context.output.line(address)
        try context.output.flush()
        guard let opener = opener(context) else {
            try context.say("no desktop here: open the address in a browser")
            return .done
        }
        let result = ChildProcess.run(
            ChildCommand(
                arguments: [opener, address], environment: context.environment, timeout: .seconds(10),
                grace: .seconds(1)))
        switch result.ending {
        case .exited(0), .timedOut: return .done
        case .exited, .signalled, .cancelled, .notStarted:
            try context.say("\(opener) could not open it: open the address in a browser")
            return .done
        }
    }

    /// Any answer counts: without the token it is a refusal.
    private static func isServed(_ address: String) -> Bool {
        let transport = CurlTransport(userAgent: "ftctl/\(ProductVersion.text)")
        do throws(HTTPTransportError) {
            _ = try transport.send(
                HTTPRequest(url: address + "/healthz", timeout: .seconds(2), allowPlainHTTP: true))
            return true
        } catch {
            return false
        }
    }

    /// What opens an address on a desktop; nil where there is none.
    private static func opener(_ context: CommandContext) -> String? {
        let hasDesktop = ["DISPLAY", "WAYLAND_DISPLAY"].contains { !(context.environment[$0] ?? "").isEmpty }
        guard hasDesktop else { return nil }
        return (context.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/xdg-open" }
            .first { $0.hasPrefix("/") && access($0, X_OK) == 0 }
    }

    /// Becomes ftweb; returns only where that fails.
    private static func start(_ context: CommandContext) throws -> CommandError {
        let program = DaemonStandIn.sibling("ftweb")
        var arguments = [program]
        if let path = context.configPath { arguments += ["--config", path] }
        if let path = context.storePath { arguments += ["--store", path] }
        try context.output.flush()
        var pointers = arguments.map { strdup($0) } + [nil]
        execv(program, &pointers)
        let code = errno
        for pointer in pointers { free(pointer) }
        return CommandError(.failed, "cannot run \(program): \(String(cString: strerror(code)))")
    }
}
