import FineTuning
import HTTPServer
import JSONText

extension SimulatedAPI {
    /// Largest file of the API: 512 MB.
    static let greatestFile = 512 << 20

    private static let purposes = ["assistants", "batch", "fine-tune", "vision", "user_data", "evals"]

    /// The file of an id.
    ///
    /// - Throws: `ErrorReply` 404.
    func file(_ id: String) throws(ErrorReply) -> SimulatedFile {
        guard let file = files.first(where: { $0.id == id }) else { throw .noSuchFile(id) }
        return file
    }

    /// `POST /files`.
    mutating func upload(_ request: ServerRequest, at now: UnixTime) throws(ErrorReply) -> ServerResponse {
        let form: MultipartForm
        do {
            form = try MultipartForm(request)
        } catch {
            throw .invalid(error.description)
        }
        guard let purpose = form["purpose"]?.text else {
            throw .invalid(
                "Missing required parameter: 'purpose'.", param: "purpose", code: "missing_required_parameter")
        }
        try Self.check(purpose: purpose)
        guard let part = form["file"], let filename = part.filename else {
            throw .invalid("Missing required parameter: 'file'.", param: "file", code: "missing_required_parameter")
        }
        guard part.body.count > 0 else { throw .invalid("File is empty.", param: "file") }
        guard part.body.count <= Self.greatestFile else {
            throw ErrorReply(
                status: 413, message: "File exceeds the limit of \(Self.greatestFile) bytes.", param: "file")
        }
        try Self.check(purpose: purpose, filename: filename)
        let file = SimulatedFile(
            id: generator.id("file-", length: 22), createdAt: now, processedAt: now + wall(2),
            expiresAt: try Self.expiry(form, now), filename: filename, purpose: purpose, content: part.body)
        files.insert(file, at: 0)
        return .json(json(of: file, at: now))
    }

    /// Whether a file of that name may be for that purpose; any name while none is given.
    static func check(purpose: String, filename: String? = nil) throws(ErrorReply) {
        guard purposes.contains(purpose) else {
            throw .invalid(
                "'\(purpose)' is not one of [\(purposes.map { "'\($0)'" }.joined(separator: ", "))] - 'purpose'",
                param: "purpose")
        }
        if purpose == "fine-tune", let filename, !filename.hasSuffix(".jsonl") {
            throw .invalid("Invalid file format for Fine-Tuning API. Must be .jsonl", param: "file")
        }
    }

    private static func expiry(_ form: MultipartForm, _ now: UnixTime) throws(ErrorReply) -> UnixTime? {
        let anchor = form["expires_after[anchor]"]?.text
        let seconds = form["expires_after[seconds]"]?.text
        guard anchor != nil || seconds != nil else { return nil }
        guard anchor == "created_at" else {
            throw .invalid("invalid expires_after.anchor: input should be 'created_at'", param: "expires_after.anchor")
        }
        guard let count = seconds.flatMap(Int64.init), (3600...2_592_000).contains(count) else {
            throw .invalid(
                "invalid expires_after.seconds: input should be an integer from 3600 to 2592000",
                param: "expires_after.seconds")
        }
        return now + .seconds(count)
    }

    /// `GET /files`.
    func listFiles(_ request: ServerRequest, at now: UnixTime) throws(ErrorReply) -> ServerResponse {
        let purpose = request.queryValue("purpose")
        var found = files.filter { purpose == nil || $0.purpose == purpose }
        switch request.queryValue("order") {
        case nil: if !settings.likeness.listsNewestFirst { found.reverse() }
        case "desc": break
        case "asc": found.reverse()
        case .some(let word):
            throw .invalid("Invalid value: '\(word)'. Supported values are: 'asc' and 'desc'.", param: "order")
        }
        let greatest = settings.likeness.greatestLimit
        let page = try ListPage(
            of: found, query: request, defaultLimit: greatest, greatestLimit: greatest, id: \.id)
        return .json(page.json(ids: true) { json(of: $0, at: now) })
    }

    /// A file as the server shows it.
    func json(of file: SimulatedFile, at now: UnixTime) -> JSONValue {
        // Servers of one's own never come back to a file.
        file.json(isProcessed: now >= file.processedAt && settings.likeness != .fastapi)
    }

    /// `DELETE /files/{id}`.
    mutating func deleteFile(_ id: String) throws(ErrorReply) -> ServerResponse {
        _ = try file(id)
        files.removeAll { $0.id == id }
        return .json(.object(["object": .string("file"), "deleted": .bool(true), "id": .string(id)]))
    }

    /// `GET /files/{id}/content`.
    func fileContent(_ id: String) throws(ErrorReply) -> ServerResponse {
        let file = try file(id)
        return ServerResponse(
            status: 200, headers: ["Content-Type": "application/octet-stream"], body: .stored(file.content))
    }
}
