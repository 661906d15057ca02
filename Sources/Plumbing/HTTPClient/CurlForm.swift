import CCurl
import Files
import Glibc

/// A `multipart/form-data` body that libcurl reads from disk while it sends.
final class CurlForm {
    let pointer: OpaquePointer
    private let curl: ccurl_library
    private var files: [CurlFile] = []

    /// Why a file could not be read to its end, if one could not.
    var failure: String? { files.lazy.compactMap(\.failure).first }

    init(_ parts: [MultipartPart], handle: CurlHandle, origin: String) throws(HTTPTransportError) {
        let curl = handle.curl
        guard let pointer = curl.curl_mime_init(handle.pointer) else {
            throw HTTPTransportError(.other(code: 27), origin: origin, detail: "out of memory")
        }
        self.pointer = pointer
        self.curl = curl
        for part in parts {
            let slot = curl.curl_mime_addpart(pointer)
            switch part {
            case .field(let name, let value):
                _ = curl.curl_mime_name(slot, name)
                _ = curl.curl_mime_data(slot, value, value.utf8.count)
            case .file(let name, let path, let filename, let type):
                let file = try CurlFile(path: path, origin: origin)
                files.append(file)
                _ = curl.curl_mime_name(slot, name)
                _ = curl.curl_mime_filename(slot, filename)
                _ = curl.curl_mime_type(slot, type)
                _ = curl.curl_mime_data_cb(
                    slot, curl_off_t(file.size),
                    { buffer, size, count, file in
                        CurlFile.from(file).read(
                            into: UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
                    },
                    { file, offset, origin in CurlFile.from(file).seek(to: Int64(offset), from: origin) },
                    nil, Unmanaged.passUnretained(file).toOpaque())
            }
        }
    }

    deinit { curl.curl_mime_free(pointer) }
}

/// A file that is being sent: as many bytes as it had when it was opened, or an error.
final class CurlFile {
    let size: Int64
    private(set) var failure: String?
    private let file: RegularFile
    private var position: Int64 = 0

    init(path: String, origin: String) throws(HTTPTransportError) {
        do throws(RegularFileError) { file = try RegularFile(path, followsLinks: true) } catch {
            let cause =
                switch error {
                case .notOpened(let error), .notExamined(let error): "\(error)"
                case .notRegular: "not a regular file"
                }
            throw HTTPTransportError(.couldNotReadFile, origin: origin, detail: "\(path): \(cause)")
        }
        size = file.size
    }

    static func from(_ pointer: UnsafeMutableRawPointer?) -> CurlFile {
        guard let pointer else { preconditionFailure("libcurl lost the pointer it was given") }
        return Unmanaged<CurlFile>.fromOpaque(pointer).takeUnretainedValue()
    }

    /// The next bytes; libcurl asks no further than ``size``.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let wanted = min(buffer.count, Int(size - position))
        guard wanted > 0 else { return 0 }
        do throws(SystemError) {
            let count = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]), at: position)
            position += Int64(count)
            if count > 0 { return count }
            failure = "\(file.path): it became shorter while it was sent"
        } catch {
            failure = "\(file.path): \(error)"
        }
        return Int(CURL_READFUNC_ABORT)
    }

    /// libcurl rewinds before it sends a body again.
    func seek(to offset: Int64, from origin: Int32) -> Int32 {
        guard origin == SEEK_SET, (0...size).contains(offset) else { return CURL_SEEKFUNC_FAIL }
        position = offset
        return CURL_SEEKFUNC_OK
    }
}
