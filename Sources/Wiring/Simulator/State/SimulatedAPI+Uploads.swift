import FineTuning
import HTTPServer
import JSONText

extension SimulatedAPI {
    /// Everything below `/uploads`.
    mutating func routeUploads(
        _ request: ServerRequest, _ path: [String], at now: UnixTime
    ) throws(ErrorReply) -> ServerResponse {
        guard [1, 3].contains(path.count), path.count == 1 || ["parts", "complete", "cancel"].contains(path[2]) else {
            throw .noSuchURL(request.method, request.rawPath)
        }
        guard request.method == "POST" else { throw .wrongMethod(request.method, request.rawPath) }
        guard path.count == 3 else { return try beginUpload(request, at: now) }
        guard let index = uploads.firstIndex(where: { $0.id == path[1] }) else {
            throw ErrorReply(status: 404, message: "No such Upload object: \(path[1])", param: "upload_id")
        }
        let status = uploads[index].status(at: now)
        guard status == .pending else {
            throw .invalid("Upload \(path[1]) is \(status.rawValue): it takes no more.", param: "upload_id")
        }
        switch path[2] {
        case "parts": return try addPart(request, to: index, at: now)
        case "complete": return try completeUpload(request, index, at: now)
        default:
            uploads[index].status = .cancelled
            return .json(json(of: uploads[index], at: now))
        }
    }

    private mutating func beginUpload(_ request: ServerRequest, at now: UnixTime) throws(ErrorReply) -> ServerResponse {
        let body = try Self.object(request, known: ["bytes", "filename", "mime_type", "purpose"])
        var texts: [String: String] = [:]
        for key in ["filename", "mime_type", "purpose"] {
            guard let text = body[key]?.string, !text.isEmpty else {
                throw .invalid(
                    "Missing required parameter: '\(key)'.", param: key, code: "missing_required_parameter")
            }
            texts[key] = text
        }
        let (filename, purpose) = (texts["filename"] ?? "", texts["purpose"] ?? "")
        try Self.check(purpose: purpose, filename: filename)
        guard let bytes = body["bytes"]?.number?.integer, (1...Int64(SimulatedUpload.greatest)).contains(bytes) else {
            throw .invalid(
                "Invalid 'bytes': expected an integer from 1 to \(SimulatedUpload.greatest).", param: "bytes",
                code: "invalid_value")
        }
        let upload = SimulatedUpload(
            id: generator.id("upload_"), createdAt: now, filename: filename, purpose: purpose, bytes: Int(bytes))
        uploads.append(upload)
        return .json(json(of: upload, at: now))
    }

    private mutating func addPart(
        _ request: ServerRequest, to index: Int, at now: UnixTime
    ) throws(ErrorReply) -> ServerResponse {
        let form: MultipartForm
        do { form = try MultipartForm(request) } catch { throw .invalid(error.description) }
        guard let data = form["data"]?.body, data.count > 0 else {
            throw .invalid("Missing required parameter: 'data'.", param: "data", code: "missing_required_parameter")
        }
        guard data.count <= SimulatedUpload.greatestPart else {
            throw ErrorReply(
                status: 413, message: "A part exceeds the limit of \(SimulatedUpload.greatestPart) bytes.",
                param: "data")
        }
        let sum = uploads[index].parts.reduce(data.count) { $0 + $1.content.count }
        guard sum <= uploads[index].bytes else {
            throw .invalid("The parts have more than the \(uploads[index].bytes) bytes announced.", param: "data")
        }
        let id = generator.id("part_")
        uploads[index].parts.append((id: id, content: data))
        return .json(
            .object([
                "id": .string(id), "object": .string("upload.part"), "created_at": .integer(now.seconds),
                "upload_id": .string(uploads[index].id),
            ]))
    }

    private mutating func completeUpload(
        _ request: ServerRequest, _ index: Int, at now: UnixTime
    ) throws(ErrorReply) -> ServerResponse {
        let body = try Self.object(request, known: ["part_ids"])
        let upload = uploads[index]
        guard let ids = body["part_ids"]?.array?.map(\.string), !ids.isEmpty, Set(ids).count == ids.count else {
            throw .invalid("Invalid 'part_ids': expected a list of ids, each once.", param: "part_ids")
        }
        var content: [UInt8] = []
        for id in ids {
            guard let part = upload.parts.first(where: { $0.id == id }) else {
                throw .invalid("No such part: \(id ?? "null")", param: "part_ids")
            }
            content += part.content.bytes
        }
        guard content.count == upload.bytes else {
            throw .invalid(
                "The parts have \(content.count) bytes, but \(upload.bytes) were announced.", param: "part_ids")
        }
        let file = SimulatedFile(
            id: generator.id("file-", length: 22), createdAt: now, processedAt: now + wall(2),
            filename: upload.filename, purpose: upload.purpose, content: ServerBody(content))
        files.insert(file, at: 0)
        uploads[index].status = .completed
        uploads[index].file = file
        uploads[index].parts = []
        return .json(json(of: uploads[index], at: now))
    }

    private func json(of upload: SimulatedUpload, at now: UnixTime) -> JSONValue {
        upload.json(at: now, file: upload.file.map { json(of: $0, at: now) })
    }

    private static func object(_ request: ServerRequest, known: [String]) throws(ErrorReply) -> JSONObject {
        guard let value = try? JSONValue.parse(request.body.bytes), let body = value.object else {
            throw .invalid("We could not parse the JSON body of your request: it must be a JSON object.")
        }
        // `md5` and `expires_after` are not done here, so they are no parameters.
        try RequestedJob.refuseExtras(body, known)
        return body
    }
}
