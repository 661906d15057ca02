public import FineTuning
import HTTPClient
import JSONText
import JobJSON

extension OpenAIClient {
    /// Uploads a training or validation file, streamed from disk.
    ///
    /// On a fresh connection, as ``createJob(_:)``: a repeated upload would leave an orphan. Bounded to 15 min and a second
    /// for each 32 KiB, and to 2 min of standstill.
    ///
    /// - Parameters:
    ///   - path: A regular file.
    ///   - size: The size in bytes, for the bound only.
    ///   - filename: The name at the API.
    ///   - progress: Bytes sent and bytes in all, form included; called on this thread.
    public func uploadFile(
        path: String, size: Int64, filename: String,
        progress: (@Sendable (_ sent: Int64, _ total: Int64) -> Void)? = nil
    ) throws(ProviderError) -> RemoteFile {
        var request = request(
            .post, ["files"],
            body: .multipart([
                .field(name: "purpose", value: "fine-tune"),
                .file(name: "file", path: path, filename: filename, type: "application/octet-stream"),
            ]))
        request.timeout = .seconds(900 + max(0, size) / 32_768)
        request.idleTimeout = .seconds(120)
        request.freshConnection = true
        request.progress = progress
        let call = Call(operation: .uploadFile, object: filename)
        return try one(request, for: call, named: "a file", read: { RemoteFile(wire: $0) })
    }

    /// One file; an answer that is another file, or none, is an error.
    public func file(_ id: FileID) throws(ProviderError) -> RemoteFile {
        let call = Call(operation: .getFile, object: id.rawValue)
        return try one(request(.get, ["files", id.rawValue]), for: call, named: "that file") { value in
            RemoteFile(wire: value).flatMap { $0.id == id ? $0 : nil }
        }
    }

    /// Files, newest first.
    public func listFiles(
        after: FileID? = nil, limit: Int = 1000, purpose: String? = nil
    ) throws(ProviderError) -> Page<RemoteFile> {
        let query = Self.paging(after?.rawValue, limit) + (purpose.map { [(name: "purpose", value: $0)] } ?? [])
        return try page(
            request(.get, ["files"], query: query), asked: limit, for: Call(operation: .listFiles),
            read: RemoteFile.init(wire:raw:))
    }

    /// Deletes a file; a file that is not there is an error of kind `notFound`.
    public func deleteFile(_ id: FileID) throws(ProviderError) {
        let call = Call(operation: .deleteFile, object: id.rawValue)
        let (value, response) = try json(request(.delete, ["files", id.rawValue]), for: call)
        guard value["id"]?.string == id.rawValue, value["deleted"]?.bool == true else {
            throw bad(response, "the answer does not say that the file is deleted", for: call)
        }
    }

    /// The numbers of a results file: a CSV of the job's steps, or the base64 of one; nil when it is neither.
    ///
    /// - Parameters:
    ///   - largest: More bytes than this are an error.
    ///   - timeout: Bound of the whole download.
    public func results(
        _ file: FileID, largest: Int, timeout: Duration
    ) throws(ProviderError) -> [MetricPoint]? {
        ResultsFile.points(try content(file, largest: largest, timeout: timeout, receive: nil).body)
    }

    /// A file's bytes, piece by piece.
    ///
    /// - Parameters:
    ///   - largest: More bytes than this are an error.
    ///   - timeout: Bound of the whole download; nil for one that suits `largest` bytes on a slow line.
    ///   - receive: Takes the next bytes; false ends the download with an error.
    public func downloadFile(
        _ id: FileID, largest: Int, timeout: Duration? = nil, receive: (UnsafeRawBufferPointer) -> Bool
    ) throws(ProviderError) {
        let result: Result<Void, ProviderError> = withoutActuallyEscaping(receive) { receive in
            do throws(ProviderError) {
                _ = try content(id, largest: largest, timeout: timeout, receive: receive)
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }

    private func content(
        _ id: FileID, largest: Int, timeout: Duration?, receive: ((UnsafeRawBufferPointer) -> Bool)?
    ) throws(ProviderError) -> HTTPResponse {
        let call = Call(operation: .getFileContent, object: id.rawValue)
        var request = request(.get, ["files", id.rawValue, "content"])
        request.headers = endpoint.headers.map { $0.name == "Accept" ? HTTPHeader("Accept", "application/binary") : $0 }
        request.largestBody = largest
        request.timeout = timeout ?? .seconds(900 + Int64(largest) / 32_768)
        request.idleTimeout = .seconds(60)
        let response = try send(request, for: call, receive: receive)
        guard response[header: "content-type"]?.lowercased().hasPrefix("text/html") != true else {
            throw bad(response, "the answer is a web page", kind: .notTheAPI, for: call)
        }
        return response
    }
}
