import Commands
import FineTuning
import JSONText
import JobStorage
import Synchronization
import Text

/// `--watch`: a picture that renews itself on a terminal, one line for each change anywhere else.
struct LiveWatch {
    /// For every verb that can be followed.
    static let option = CommandOption.flag(
        "watch", short: "w", "go on showing changes until q or Ctrl-C; in a pipe one line for each")

    private static let interval = Duration.seconds(1)

    let watched: any Watched
    let store: JobStoreReader
    let context: CommandContext

    /// Goes on until `q` is pressed, a signal comes, or nobody reads any more.
    func run() throws -> ExitCode {
        switch context.format {
        case .json, .csv, .name:
            throw CommandError.usage(
                "\(watched.verb): --watch does not end, and -o \(context.format) needs an end",
                hints: ["One JSON object for each change: ftctl \(watched.verb) --watch -o jsonl"])
        case .table, .wide, .jsonl: break
        }
        context.interrupt.arm(saying: "stopped watching; the jobs go on")
        if context.format == .table, LiveScreen.isPossible(in: context) { try onScreen() } else { try inLines() }
        return .done
    }

    // MARK: In a pipe

    private func inLines() throws {
        var standIn = try DaemonStandIn(context)
        var shown: [String: AnyHashable] = [:]
        var trouble: String?
        while true {
            try standIn.pollIfNeeded { try context.say($0) }
            do {
                for line in try changes(since: &shown) { try context.output.write(bytes: line) }
                trouble = nil
            } catch  where StoreError.isTemporary(error) {
                if trouble != "\(error)" { try context.say("ftctl: \(error)") }
                trouble = "\(error)"
            }
            try context.output.flush()
            try context.output.checkReader()
            try context.interrupt.sleep(for: Self.interval)
        }
    }

    /// The lines of what differs from what was shown last.
    ///
    /// Nothing is printed while the store is read: a slow reader must not keep the daemon's log from being cut.
    private func changes(since shown: inout [String: AnyHashable]) throws -> [[UInt8]] {
        let inJSON = context.format == .jsonl
        return try store.snapshot {
            try watched.entries(context, inJSON: inJSON).compactMap { entry in
                let state = AnyHashable(entry.state)
                guard shown[entry.key] != state else { return nil }
                shown[entry.key] = state
                if inJSON { return SafeJSON.bytes(try entry.object(), style: .spaced) + [UInt8(ascii: "\n")] }
                return Array((context.time.full(context.now) + "  " + context.glyphs(entry.line()) + "\n").utf8)
            }
        }
    }

    // MARK: On a terminal

    private func onScreen() throws {
        let screen = LiveScreen(in: context)
        var standIn = try DaemonStandIn(context)
        screen.open()
        do {
            var frame = LiveFrame(lines: [])
            while true {
                frame = try picture(after: frame, screen, standIn.notes)
                try screen.draw(frame)
                let interrupt = context.interrupt
                let hasPolled = try standIn.pollIfNeeded(isCancelled: { interrupt.isRaised || screen.isQuit }) { note in
                    frame = try picture(after: frame, screen, [note])
                    try screen.draw(frame)
                }
                if hasPolled, !screen.isQuit { continue }
                switch try screen.wait(for: Self.interval) {
                case .time, .stale: continue
                case .quit: return try screen.close()
                }
            }
        } catch {
            // The terminal may be gone, which is no reason to forget the first error.
            do { try screen.close() } catch {}
            throw error
        }
    }

    /// The next picture; the last one, with a word about it, while the store cannot be read.
    private func picture(after last: LiveFrame, _ screen: LiveScreen, _ notes: [String]) throws -> LiveFrame {
        let (width, height) = screen.room
        // What is said meanwhile would be written into the picture: it becomes a part of it.
        let said = SaidText()
        var surroundings = context.surroundings
        surroundings.errors = said.writer
        surroundings.terminal.width = width
        surroundings.terminal.height = height
        let inside = CommandContext(surroundings, context.arguments)
        let layout = TextLayout(width: width, glyphs: inside.glyphs)
        let noted = notes.flatMap { layout.lines($0) }
        do {
            var frame = try store.snapshot { try watched.frame(inside, height: max(3, height - noted.count)) }
            frame.footer += said.lines + noted
            return frame
        } catch  where StoreError.isTemporary(error) {
            return LiveFrame(lines: last.lines, footer: layout.lines("ftctl: \(error)") + noted)
        }
    }
}

/// What a verb says while a picture is made, line by line.
private final class SaidText: Sendable {
    private let bytes = Mutex<[UInt8]>([])

    var writer: OutputWriter {
        OutputWriter { [self] bytes in self.bytes.withLock { $0 += bytes } }
    }

    var lines: [String] {
        bytes.withLock { String(decoding: $0, as: UTF8.self).split(separator: "\n").map(String.init) }
    }
}
