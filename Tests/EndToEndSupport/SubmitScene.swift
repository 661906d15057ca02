import FineTuning
import Glibc
import JSONText

/// A simulator, and a training file to submit.
struct SubmitScene {
    static let create = "POST /fine_tuning/jobs"
    static let upload = "POST /files"

    let place: Place
    let server: SimulatedServer
    let file: String
    private let options: [String]

    /// - Parameters:
    ///   - likeness: the server whose habits the simulator has.
    ///   - options: further ones of the command.
    init(like likeness: String = "openai", options: [String] = []) throws {
        self.options = options
        place = try Place()
        server = try SimulatedServer(place, speed: 20, options: ["--like", likeness])
        file = place.file("train.jsonl")
        try TextFile.write(TrainingRows.text(12), to: file)
        try place.configure(server.baseURL)
    }

    /// Starts the command that every test here repeats.
    func start() throws -> Program { try place.start(Binaries.control, arguments) }

    /// Runs it to its end.
    func submit() throws -> ControlResult {
        let program = try start()
        let ending = try program.end(within: .seconds(60))
        return ControlResult(ending: ending, output: program.output, errors: program.errors)
    }

    /// The arguments of the command.
    var arguments: [String] { ["submit", file, "--yes", "-o", "name"] + options }

    /// Writes other rows into the file: the command makes another job from here on.
    ///
    /// What earlier ones left in the spool goes: each run reads all of it, and would make more calls than the last one.
    func renew(_ number: Int) throws {
        for name in TextFile.names(in: place.spool) where name.contains(".submission") || name.hasSuffix(".lock") {
            unlink("\(place.spool)/\(name)")
        }
        try TextFile.write(TrainingRows.text(12 + number), to: file)
    }

    /// Lets a request be performed and holds its answer back, until the program that waits for it is dead.
    func killSubmit(during request: String) throws {
        try server.spoil(["match": .string(request), "delay": .string("60s")])
        let parts = request.split(separator: " ").map(String.init)
        let submit = try start()
        try wait(until: "the simulator has seen \(request)\n\(submit.errors)") {
            try server.requests().contains { $0.method == parts[0] && $0.path.hasPrefix("/v1" + parts[1].prefixToStar) }
        }
        try submit.destroy()
    }

    /// How often a job was asked for.
    func creations() throws -> Int { try server.count("POST", "/v1/fine_tuning/jobs") }

    /// The submissions that lie in the spool.
    var spooled: [JSONValue] {
        TextFile.names(in: place.spool).filter { $0.hasSuffix(".submission") }
            .compactMap { TextFile.bytes("\(place.spool)/\($0)") }.compactMap { try? JSONValue.parse($0) }
    }
}

extension String {
    /// What stands before the first star.
    fileprivate var prefixToStar: String { String(prefix { $0 != "*" }) }
}
