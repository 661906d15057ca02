import Digest
import Files
import Glibc
import HTTPClient

/// The hash and the upload of a file of 500 MB, beside `curl` and `openssl`.
enum UploadBenchmark {
    static func run(_ surroundings: Surroundings) throws {
        let simulator = try Running(
            [surroundings.program("ftsim")], "\(surroundings.scratch)/ftsim.out", surroundings.environment)
        defer { simulator.stop() }
        let address = try simulator.firstLine() + "/files"
        let file = try TrainingFileMaker.make("upload", megabytes: 500, surroundings)
        defer { unlink(file.path) }
        let peer = """
            curl -s -f -o /dev/null -H 'Authorization: Bearer sk-benchmark' -F purpose=fine-tune -F "file=@$0" "$1" &&
            openssl dgst -sha256 "$0" > /dev/null
            """
        let commands = [
            Measurement(
                name: "hash and upload", arguments: [surroundings.program("Benchmarks"), "upload", file.path, address]),
            Measurement(name: "openssl dgst and curl -F", arguments: ["/bin/sh", "-c", peer, file.path, address]),
        ]
        let figures = try Measurement.inTurn(commands, rounds: 3, environment: surroundings.environment)
        Measurement.report("upload, \(file), medians of 3", commands, figures)
    }

    /// What a child process does.
    static func child(_ path: String, to address: String) throws {
        _ = try FileDigest.of(path: path)
        let parts: [MultipartPart] = [
            .field(name: "purpose", value: "fine-tune"),
            .file(name: "file", path: path, filename: "train.jsonl", type: "application/jsonl"),
        ]
        let response = try CurlTransport(userAgent: "ftd-benchmarks").send(
            HTTPRequest(
                method: .post, url: address, headers: [HTTPHeader("Authorization", "Bearer sk-benchmark")],
                body: .multipart(parts), timeout: nil))
        guard response.isSuccess else { throw BenchmarkError("the upload: \(response.status)") }
    }
}
