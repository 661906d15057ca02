import FineTuning
import Glibc
import JSONText

/// A server of chat completions, a file of rows, and a directory to record into.
struct RecordScene {
    let place: Place
    let server: ChatServer
    let file: String
    let folder: String
    let count: Int

    /// - Parameter reply: see ``ChatServer``; each row's prompt is `Question 7?`.
    init(rows count: Int, _ reply: @escaping @Sendable (_ prompt: String, _ times: Int) -> ChatServer.Reply?) throws {
        place = try Place()
        server = ChatServer(reply)
        file = place.file("rows.jsonl")
        folder = place.file("keep")
        self.count = count
        let rows = (1...count).map {
            #"{"messages":[{"role":"user","content":"Question \#($0)?"},{"role":"assistant","content":"Answer \#($0)."}]}"#
        }
        try TextFile.write(rows.joined(separator: "\n") + "\n", to: file)
        try place.configure(server.baseURL)
    }

    /// The command, which a test may repeat.
    func arguments(_ more: String...) -> [String] { ["record", file, "-o", folder, "--model", "m", "--yes"] + more }

    /// Runs it to its end.
    func record(_ more: String...) throws -> ControlResult { try place.control(arguments() + more) }

    /// The lines of a file of the directory as JSON; a last one that is not whole is left out.
    func lines(_ name: String) throws -> [JSONValue] {
        let text = String(decoding: TextFile.bytes("\(folder)/\(name)") ?? [], as: UTF8.self)
        let whole = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        return try whole.map { try JSONValue.parse(String($0)) }
    }

    /// Kills the command at random moments until it has come to its end by itself.
    ///
    /// - Returns: how often it died.
    func killAtRandom(_ deaths: Int, concurrency: Int, longestLife: Int, using random: inout SeededGenerator) throws
        -> Int
    {
        var died = 0
        for _ in 0..<deaths {
            let program = try place.start(Binaries.control, arguments("--concurrency", "\(concurrency)"))
            usleep(UInt32(Int.random(in: 1_000...longestLife * 1_000, using: &random)))
            if program.ending == nil { died += 1 }
            try program.destroy()
        }
        return died
    }
}
