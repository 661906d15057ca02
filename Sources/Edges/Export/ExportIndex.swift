package import FineTuning
import JSONText

/// What an export holds, and what it could not get: its `index.json`, a contract of which keys are only ever added.
package struct ExportIndex: Sendable, Equatable {
    /// A file of the export.
    package struct Entry: Sendable, Equatable {
        package var path: ExportPath
        package var bytes: Int64
        /// 64 hexadecimal digits in lower case.
        package var sha256: String
        /// Where its content is from, in words.
        package var source: String
        package var fetchedAt: UnixTime
        /// Whether it needs no asking for again: its thing had ended when it was fetched.
        package var isFinal: Bool
    }

    /// Something that could not be had.
    package struct Missing: Sendable, Equatable {
        package var source: String
        package var reason: String

        package init(source: String, reason: String) {
            self.source = source
            self.reason = reason
        }
    }

    /// Whose things the export holds.
    package struct Account: Sendable, Equatable {
        package var name: AccountName
        /// The server's address.
        package var address: String
    }

    /// What wrote it understands this and everything before.
    static let version: Int64 = 1

    /// By its path as text, which is ASCII.
    package var files: [String: Entry] = [:]
    package var missing: [Missing] = []
    package var accounts: [Account] = []
    /// When the last run began.
    package var startedAt: UnixTime
    /// When it was done; nil while it is under way, and after one that was cut short.
    package var finishedAt: UnixTime?

    init(startedAt: UnixTime) { self.startedAt = startedAt }

    /// Its file's bytes.
    var bytes: [UInt8] {
        let files = files.values.sorted { $0.path.description < $1.path.description }
        let object: JSONObject = [
            "version": .integer(Self.version), "program": .string("ftctl \(ProductVersion.text)"),
            "started_at": .integer(startedAt.seconds), "finished_at": .text(nil),
            "accounts": .array(
                accounts.map { .object(["name": .string($0.name.rawValue), "address": .string($0.address)]) }),
            "files": .array(files.map(\.json)),
            "missing": .array(
                missing.map { .object(["source": .string($0.source), "reason": .string($0.reason)]) }),
        ]
        var whole = object
        if let finishedAt { whole["finished_at"] = .integer(finishedAt.seconds) }
        return JSONWriter.bytes(.object(whole), style: .indented) + [UInt8(ascii: "\n")]
    }

    /// Reads an index.
    ///
    /// - Throws: ``Fault`` for one of a newer version, and for what we would not have written.
    init(_ bytes: [UInt8]) throws(Fault) {
        let json: JSONValue
        do throws(JSONSyntaxError) { json = try JSONValue.parse(bytes) } catch { throw .malformed("it is \(error)") }
        guard let version = json["version"]?.number?.integer, json["files"]?.array != nil else {
            throw .malformed("it is no index of an export")
        }
        guard version <= Self.version else { throw .newer(version) }
        startedAt = UnixTime(seconds: json["started_at"]?.number?.integer ?? 0)
        finishedAt = json["finished_at"]?.number?.integer.map { UnixTime(seconds: $0) }
        for file in json["files"]?.array ?? [] {
            guard let text = file["path"]?.string else { throw .malformed("an entry of it has no path") }
            guard let path = ExportPath(text), path != .index else { throw .foreignPath(text) }
            guard let entry = Entry(path, file) else { throw .malformed("its entry of \(text) is not whole") }
            guard files.updateValue(entry, forKey: text) == nil else { throw .malformed("it names \(text) twice") }
        }
        for one in json["missing"]?.array ?? [] {
            guard let source = one["source"]?.string, let reason = one["reason"]?.string else { continue }
            missing.append(Missing(source: source, reason: reason))
        }
        for one in json["accounts"]?.array ?? [] {
            guard let name = one["name"]?.string, let address = one["address"]?.string else { continue }
            accounts.append(Account(name: AccountName(name), address: address))
        }
    }

    /// Why an index is not used.
    package enum Fault: Error, Sendable, Equatable {
        /// It is not what we write.
        case malformed(String)
        /// It names a file that we would not have written, perhaps one outside of the export.
        case foreignPath(String)
        /// A newer version wrote it.
        case newer(Int64)
    }
}

extension ExportIndex.Entry {
    fileprivate init?(_ path: ExportPath, _ json: JSONValue) {
        guard let bytes = json["bytes"]?.number?.integer, bytes >= 0, let sha256 = json["sha256"]?.string,
            sha256.utf8.count == 64, let source = json["source"]?.string,
            let fetchedAt = json["fetched_at"]?.number?.integer
        else { return nil }
        self.init(
            path: path, bytes: bytes, sha256: sha256, source: source, fetchedAt: UnixTime(seconds: fetchedAt),
            isFinal: json["final"]?.bool == true)
    }

    fileprivate var json: JSONValue {
        .object([
            "path": .string(path.description), "bytes": .integer(bytes), "sha256": .string(sha256),
            "source": .string(source), "fetched_at": .integer(fetchedAt.seconds), "final": .bool(isFinal),
        ])
    }
}
