import Commands
import FineTuning
import JobStorage
import Settings
import Spool
import Text

/// `hooks retry`: what was given up is sent again, under its old id.
enum HooksRetryCommand {
    private static let id = CommandOperand<String?>.optional(
        .text("ID"), "a delivery's id as ftctl hooks deliveries shows it, or a unique beginning")
    private static let dead = CommandOption.flag("dead", "every dead one")
    private static let hook = CommandOption.value("hook", .text("NAME"), "only this hook's")

    static let command: Command = Command(
        name: "hooks retry", section: .operate, summary: "Send again what was given up",
        details: [
            "It goes out under its old id, in the order of events, with its whole schedule before it. A hook that was "
                + "switched off is switched on again. What waits is not hurried: a test that is taken does that."
        ],
        operands: [id], options: [dead, hook],
        examples: [
            CommandExample("ftctl hooks retry evt_2a31f", "one of them"),
            CommandExample("ftctl hooks retry --dead --hook slack", "all that slack missed"),
        ],
        exitNotes: [ExitNote(.notFound, "there is nothing to send again")]
    ) { context, arguments in
        let store = try context.openStore()
        let hook = try arguments[hook].map { try context.hook($0).name }
        switch (arguments[id], arguments[dead]) {
        case (nil, false): throw CommandError.usage("hooks retry: write the ID of a delivery, or --dead")
        case (_?, true): throw CommandError.usage("hooks retry: an ID and --dead exclude each other")
        case (nil, true):
            let found = try store.deliveries(DeliveryFilter(hook: hook, state: .dead)).map(\.delivery)
            try again(found, as: nil, hook, context)
        case (let name?, false):
            let found = try delivery(name, in: store).filter { hook == nil || $0.hook == hook }
            guard let id = found.first?.notice else {
                throw CommandError(.notFound, "no delivery \"\(name)\" to hook \(hook?.rawValue ?? "")")
            }
            let given = found.filter(\.isGivenUp)
            guard !given.isEmpty else {
                throw CommandError(
                    .notFound, "\(id) was not given up: it waits, was told, or is a part of another message",
                    hints: ["See: ftctl hooks deliveries"])
            }
            try again(given, as: id, hook, context)
        }
        return .done
    }

    /// The deliveries of the one notice whose id begins so.
    private static func delivery(_ name: String, in store: JobStoreReader) throws -> [Delivery] {
        let found = name.isEmpty ? [] : try store.deliveries(named: name).map(\.delivery)
        let ids = Set(found.map(\.notice))
        guard ids.count > 1, !ids.contains(NoticeID(name)) else {
            guard !found.isEmpty else {
                throw CommandError(
                    .notFound, "no delivery \"\(name)\"", hints: ["All of them: ftctl hooks deliveries --all"])
            }
            return ids.count > 1 ? found.filter { $0.notice == NoticeID(name) } : found
        }
        throw CommandError.usage(
            "\"\(name)\" may be any of several deliveries: write more of the id", hints: ids.map(\.rawValue).sorted())
    }

    private static func again(
        _ found: [Delivery], as id: NoticeID?, _ hook: HookName?, _ context: CommandContext
    ) throws {
        let configured = Set(try context.settings().hooks.map(\.name))
        let missing = Set(found.map(\.hook)).subtracting(configured)
        for hook in missing.sorted() {
            try context.say("hook \(hook.rawValue.printable) is not in the configuration: nothing is sent to it")
        }
        let hooks = Set(found.map(\.hook)).intersection(configured)
        let count = found.filter { hooks.contains($0.hook) }.count
        guard count > 0 else { throw CommandError(.notFound, "nothing to send again") }
        try context.leave(.retry(id, hook: hook))
        let names = hooks.map(\.rawValue.printable).sorted().joined(separator: ", ")
        try context.output.line("\(HumanText.count(count, "delivery", plural: "deliveries")) to \(names) sent again")
    }
}

extension Delivery {
    /// Whether it has ended without being told.
    fileprivate var isGivenUp: Bool {
        switch state {
        case .dead, .abandoned: true
        case .waiting, .delivered, .grouped: false
        }
    }
}
