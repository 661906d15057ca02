import Glibc
import HTTPClient
import Synchronization
import TestSupport
import Testing

@Suite struct UploadTests {
    let transport = CurlTransport(userAgent: "ftd-tests/1")

    @Test func formsAreSentWithTheirLengthAndProgress() throws {
        let file = try TemporaryFile(Array("{\"a\": 1}\n".utf8))
        let seen = Mutex<LoopbackRequest?>(nil)
        let server = LoopbackServer { connection in
            while let request = connection.request() {
                seen.withLock { $0 = request }
                connection.reply(200, "{}")
            }
        }
        let steps = Mutex<[(Int64, Int64)]>([])
        _ = try transport.send(
            HTTPRequest(
                method: .post, url: "\(server.url)/v1/files",
                body: .multipart([
                    .field(name: "purpose", value: "fine-tune"),
                    .file(name: "file", path: file.path, filename: "tr\"ain.jsonl", type: "application/jsonl"),
                ]), timeout: nil, progress: { sent, total in steps.withLock { $0.append((sent, total)) } }))
        let request = try #require(seen.withLock { $0 })
        let type = try #require(request["content-type"])
        #expect(type.hasPrefix("multipart/form-data; boundary="))
        let boundary = type.split(separator: "boundary=")[1]
        #expect(
            String(decoding: request.body, as: UTF8.self) == """
                --\(boundary)\r
                Content-Disposition: form-data; name="purpose"\r
                \r
                fine-tune\r
                --\(boundary)\r
                Content-Disposition: form-data; name="file"; filename="tr%22ain.jsonl"\r
                Content-Type: application/jsonl\r
                \r
                {"a": 1}
                \r
                --\(boundary)--\r

                """)
        #expect(request["content-length"] == "\(request.bodyCount)")
        #expect(request["transfer-encoding"] == nil)
        let last = try #require(steps.withLock { $0.last })
        #expect(last == (Int64(request.bodyCount), Int64(request.bodyCount)))
    }

    @Test func filesThatCannotBeReadAreNamed() throws {
        let server = LoopbackServer { $0.waitForEnd() }
        for (path, cause) in [
            ("/nonexistent/x.jsonl", "No such file or directory"), ("/tmp", "not a regular file"),
            ("/dev/null", "not a regular file"),
        ] {
            let part = MultipartPart.file(name: "file", path: path, filename: "x", type: "text/plain")
            let error = #expect(throws: HTTPTransportError.self) {
                try transport.send(HTTPRequest(method: .post, url: server.url, body: .multipart([part])))
            }
            #expect(error?.description == "could not read the file to send to \(server.url): \(path): \(cause)")
            #expect(error?.requestMayHaveArrived == false)
        }
        #expect(server.connectionCount == 0)
    }

    @Test func aFileThatShrinksMeanwhileIsAnError() throws {
        let file = try TemporaryFile(size: 64 << 20)
        let path = file.path
        let server = LoopbackServer { connection in
            guard let head = connection.head() else { return }
            truncate(path, 1 << 20)
            _ = connection.body(of: head, keeping: 0)
        }
        let part = MultipartPart.file(name: "file", path: path, filename: "x", type: "text/plain")
        let error = #expect(throws: HTTPTransportError.self) {
            try transport.send(HTTPRequest(method: .post, url: server.url, body: .multipart([part])))
        }
        #expect(error?.kind == .couldNotReadFile)
        #expect(error?.detail == "\(path): it became shorter while it was sent")
        #expect(error?.requestMayHaveArrived == true)
    }

    @Test func aFileThatGrowsMeanwhileIsSentAsItWas() throws {
        let file = try TemporaryFile(size: 32 << 20)
        let path = file.path
        let count = Mutex(0)
        let server = LoopbackServer { connection in
            guard let head = connection.head() else { return }
            truncate(path, 64 << 20)
            count.withLock { $0 = connection.body(of: head, keeping: 0)?.bodyCount ?? 0 }
            connection.reply()
        }
        let part = MultipartPart.file(name: "file", path: path, filename: "x", type: "text/plain")
        let response = try transport.send(HTTPRequest(method: .post, url: server.url, body: .multipart([part])))
        #expect(response.status == 200)
        #expect((32 << 20..<33 << 20).contains(count.withLock { $0 }))
    }

    @Test func anAnswerBeforeTheEndOfTheUploadCounts() throws {
        let file = try TemporaryFile(size: 64 << 20)
        let server = LoopbackServer { connection in
            _ = connection.head()
            connection.reply(401, headers: ["Connection: close"], "no")
            connection.waitForEnd()
        }
        let part = MultipartPart.file(name: "file", path: file.path, filename: "x", type: "text/plain")
        let response = try transport.send(HTTPRequest(method: .post, url: server.url, body: .multipart([part])))
        #expect(response.status == 401)
    }
}

/// A file that goes away with its owner.
final class TemporaryFile: Sendable {
    let path: String

    init(_ bytes: [UInt8] = [], size: Int? = nil) throws {
        var template = Array("/tmp/ftd-http-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        try #require(descriptor >= 0)
        path = template.withUnsafeBufferPointer { buffer in buffer.baseAddress.map { String(cString: $0) } ?? "" }
        try #require(write(descriptor, bytes, bytes.count) == bytes.count)
        if let size { try #require(ftruncate(descriptor, off_t(size)) == 0) }
        close(descriptor)
    }

    deinit { unlink(path) }
}
