import Commands
import FineTuning
import JobViews
import Spool
import Text

/// `poll`: the daemon looks now instead of an interval later.
enum PollCommand {
    static let command: Command = Command(
        name: "poll", section: .control, summary: "Make ftd poll every account now",
        details: ["Your parked submissions are tried again, too."],
        examples: [CommandExample("ftctl poll", "after a change at the API")],
        exitNotes: [ExitNote(.failed, "ftd is not running")]
    ) { context, _ in
        let spool = try context.spool()
        for submission in try context.submissions() where submission.state == .parked {
            try SubmissionWish(submission: submission, spool: spool, context: context).tryNow()
        }
        guard spool.wake() else {
            throw CommandError(
                .failed, "ftd is not running: nobody polls",
                hints: ["Start it: \(ServiceUnit.start(.installed))", "One poll: ftd --once"])
        }
        try context.say("ftd polls now")
        return .done
    }
}
