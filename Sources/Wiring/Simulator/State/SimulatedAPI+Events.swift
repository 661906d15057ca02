import FineTuning
import HTTPServer
import JSONText

extension SimulatedAPI {
    /// `GET /fine_tuning/jobs/{id}/events`.
    func listEvents(of id: String, _ request: ServerRequest) throws(ErrorReply) -> ServerResponse {
        let job = try job(id)
        guard settings.likeness != .fastapi else { return stream(job) }
        let page = try page(of: job.events, request, defaultLimit: 20, id: \.id)
        return .json(page.json(ids: false, voice.event))
    }

    /// The log as server-sent events, oldest first; the stream of a job that has not ended goes on for minutes.
    private func stream(_ job: SimulatedJob) -> ServerResponse {
        let lines = job.events.map { event in
            Array("data: \(JSONWriter.text(voice.event(event)))\n\n".utf8)
        }
        let waiting = job.status.isTerminal ? [] : Array(repeating: Array(": waiting\n\n".utf8), count: 600)
        return ServerResponse(
            status: 200, headers: ["Content-Type": "text/event-stream; charset=utf-8"],
            body: .pieces(lines + waiting, pause: job.status.isTerminal ? .zero : .seconds(1)))
    }

    /// `GET /fine_tuning/jobs/{id}/checkpoints`.
    func listCheckpoints(of id: String, _ request: ServerRequest) throws(ErrorReply) -> ServerResponse {
        // Servers of one's own keep none.
        let all = settings.likeness == .fastapi ? [] : try job(id).checkpoints
        let page = try page(of: all, request, defaultLimit: 10, id: \.id)
        return .json(page.json(ids: true, voice.checkpoint))
    }

    /// The page that a request asks for, in the server's order.
    ///
    /// - Parameter items: oldest first.
    func page<Item>(
        of items: [Item], _ request: ServerRequest, defaultLimit: Int, id: (Item) -> String
    ) throws(ErrorReply) -> ListPage<Item> {
        // The published schema bounds no limit: an empty page is one.
        let limits = (settings.isStrict ? 0 : 1)...settings.likeness.greatestLimit
        return try ListPage(
            of: settings.likeness.listsNewestFirst ? items.reversed() : items, query: request,
            defaultLimit: min(defaultLimit, limits.upperBound), limits: limits, id: id)
    }
}
