package import FineTuning
import HTTPClient
import JSONText
import JobJSON

extension OpenAIClient {
    /// Uploads a file, streamed from disk.
    ///
    /// On a fresh connection, as ``createJob(_:)``: a repeated upload would leave an orphan. Bounded to 15 min and a second
    /// for each 32 KiB, and to 2 min of standstill.
    ///
    /// - Parameters:
    ///   - path: A regular file.
    ///   - size: The size in bytes, for the bound only.
    ///   - filename: The name at the API.
    ///   - progress: Bytes sent and bytes in all, form included; called on this thread.
    package func uploadFile(
        path: String, size: Int64, filename: String, purpose: String = "fine-tune",
        progress: (@Sendable (_ sent: Int64, _ total: Int64) -> Void)? = nil
    ) throws(APIError) -> RemoteFile {
        var request = request(
            .post, ["files"],
            body: .multipart([
                .field(name: "purpose", value: purpose),
                .file(name: "file", path: path, filename: filename, type: "application/octet-stream"),
            ]))
        request.timeout = .seconds(900 + max(0, size) / 32_768)
        request.idleTimeout = .seconds(120)
        request.freshConnection = true
        request.progress = progress
        let call = Call(operation: .uploadFile, object: filename)
        return try one(request, for: call, named: "a file", read: RemoteFile.init(wire:))
    }

    /// One file; an answer that is another file, or none, is an error.
    package func file(_ id: FileID) throws(APIError) -> RemoteFile {
        let call = Call(operation: .getFile, object: id.rawValue)
        return try one(request(.get, ["files", id.rawValue]), for: call, named: "that file") { value in
            RemoteFile(wire: value).flatMap { $0.id == id ? $0 : nil }
        }
    }

    /// Files, newest first.
    package func listFiles(
        after: FileID? = nil, limit: Int = 1000, purpose: String? = nil
    ) throws(APIError) -> Page<RemoteFile> {
        let query = Self.paging(after?.rawValue, limit) + (purpose.map { [(name: "purpose", value: $0)] } ?? [])
        return try page(
            request(.get, ["files"], query: query), asked: limit, for: Call(operation: .listFiles),
            read: RemoteFile.init(wire:))
    }

    /// Deletes a file; a file that is not there is an error of kind `notFound`.
    package func deleteFile(_ id: FileID) throws(APIError) {
        let call = Call(operation: .deleteFile, object: id.rawValue)
        let (value, response) = try json(request(.delete, ["files", id.rawValue]), for: call)
        guard value["id"]?.string == id.rawValue, value["deleted"]?.bool == true else {
            throw bad(response, "the answer does not say that the file is deleted", for: call)
        }
    }

    /// A file's bytes.
    ///
    /// - Parameters:
    ///   - largest: More bytes than this are an error.
    ///   - timeout: Bound of the whole download; nil for one that suits `largest` bytes on a slow line.
    package func fileContent(
        _ id: FileID, largest: Int = 64 << 20, timeout: Duration? = nil
    ) throws(APIError) -> [UInt8] {
        let response = try content(id, largest: largest, timeout: timeout, receive: nil)
        return response.body
    }

    /// A file's bytes, piece by piece.
    ///
    /// - Parameter receive: Takes the next bytes; false ends the download with an error.
    package func downloadFile(
        _ id: FileID, largest: Int, receive: (UnsafeRawBufferPointer) -> Bool
    ) throws(APIError) {
        let result: Result<Void, APIError> = withoutActuallyEscaping(receive) { receive in
            do throws(APIError) {
                _ = try content(id, largest: largest, receive: receive)
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }

    private func content(
        _ id: FileID, largest: Int, timeout: Duration? = nil, receive: ((UnsafeRawBufferPointer) -> Bool)?
    ) throws(APIError) -> HTTPResponse {
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
