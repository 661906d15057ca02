import CCurl
import Glibc

/// A `multipart/form-data` body that libcurl reads from disk while it sends.
final class CurlForm {
    let pointer: OpaquePointer
    private var files: [CurlFile] = []

    /// Why a file could not be read to its end, if one could not.
    var failure: String? { files.lazy.compactMap(\.failure).first }

    init(_ parts: [MultipartPart], handle: CurlHandle, origin: String) throws(HTTPTransportError) {
        guard let pointer = curl_mime_init(handle.pointer) else {
            throw HTTPTransportError(.other(code: 27), origin: origin, detail: "out of memory")
        }
        self.pointer = pointer
        for part in parts {
            let slot = curl_mime_addpart(pointer)
            switch part {
            case .field(let name, let value):
                curl_mime_name(slot, name)
                curl_mime_data(slot, value, value.utf8.count)
            case .file(let name, let path, let filename, let type):
                let file = try CurlFile(path: path, origin: origin)
                files.append(file)
                curl_mime_name(slot, name)
                curl_mime_filename(slot, filename)
                curl_mime_type(slot, type)
                curl_mime_data_cb(
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

    deinit { curl_mime_free(pointer) }
}

/// A file that is being sent: as many bytes as it had when it was opened, or an error.
final class CurlFile {
    let size: Int64
    private(set) var failure: String?
    private let path: String
    private let descriptor: Int32
    private var position: Int64 = 0

    init(path: String, origin: String) throws(HTTPTransportError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw HTTPTransportError(
                .couldNotReadFile, origin: origin, detail: "\(path): \(String(cString: strerror(errno)))")
        }
        var information = stat()
        guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw HTTPTransportError(.couldNotReadFile, origin: origin, detail: "\(path): not a regular file")
        }
        size = Int64(information.st_size)
    }

    deinit { close(descriptor) }

    static func from(_ pointer: UnsafeMutableRawPointer?) -> CurlFile {
        guard let pointer else { preconditionFailure("libcurl lost the pointer it was given") }
        return Unmanaged<CurlFile>.fromOpaque(pointer).takeUnretainedValue()
    }

    /// The next bytes; libcurl asks no further than ``size``.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let wanted = min(buffer.count, Int(size - position))
        guard wanted > 0 else { return 0 }
        let count = pread(descriptor, buffer.baseAddress, wanted, off_t(position))
        guard count > 0 else {
            failure =
                "\(path): " + (count == 0 ? "it became shorter while it was sent" : String(cString: strerror(errno)))
            return Int(CURL_READFUNC_ABORT)
        }
        position += Int64(count)
        return count
    }

    /// libcurl rewinds before it sends a body again.
    func seek(to offset: Int64, from origin: Int32) -> Int32 {
        guard origin == SEEK_SET, (0...size).contains(offset) else { return CURL_SEEKFUNC_FAIL }
        position = offset
        return CURL_SEEKFUNC_OK
    }
}
