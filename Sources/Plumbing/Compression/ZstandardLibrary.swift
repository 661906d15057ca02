import Glibc

/// The functions of libzstd, which is looked up when the first compressed byte is met.
///
/// Every Debian has the library, since dpkg needs it, but few have its headers; linked, it would cost every start of
/// every program the time that only these files need. The functions are those of its stable interface (`zstd.h`).
struct ZstandardLibrary: Sendable {
    typealias Make = @Sendable @convention(c) () -> OpaquePointer?
    typealias Free = @Sendable @convention(c) (OpaquePointer?) -> Int
    typealias Decompress =
        @Sendable @convention(c) (OpaquePointer?, UnsafeMutableRawPointer, UnsafeMutableRawPointer) -> Int
    typealias Compress =
        @Sendable @convention(c) (OpaquePointer?, UnsafeMutableRawPointer, UnsafeMutableRawPointer, Int32) -> Int
    typealias IsError = @Sendable @convention(c) (Int) -> UInt32

    let makeReader: Make
    let freeReader: Free
    let decompress: Decompress
    let makeWriter: Make
    let freeWriter: Free
    let compress: Compress
    let isError: IsError

    /// Nil where the system has no such library.
    static let shared = ZstandardLibrary()

    private init?() {
        // Never closed: what it holds may be in use until the end.
        guard let library = dlopen("libzstd.so.1", RTLD_NOW | RTLD_LOCAL) else { return nil }
        func function<Function>(_ name: String, as type: Function.Type) -> Function? {
            dlsym(library, name).map { unsafeBitCast($0, to: type) }
        }
        guard let makeReader = function("ZSTD_createDCtx", as: Make.self),
            let freeReader = function("ZSTD_freeDCtx", as: Free.self),
            let decompress = function("ZSTD_decompressStream", as: Decompress.self),
            let makeWriter = function("ZSTD_createCCtx", as: Make.self),
            let freeWriter = function("ZSTD_freeCCtx", as: Free.self),
            let compress = function("ZSTD_compressStream2", as: Compress.self),
            let isError = function("ZSTD_isError", as: IsError.self)
        else { return nil }
        self.makeReader = makeReader
        self.freeReader = freeReader
        self.decompress = decompress
        self.makeWriter = makeWriter
        self.freeWriter = freeWriter
        self.compress = compress
        self.isError = isError
    }

    /// `ZSTD_inBuffer` and `ZSTD_outBuffer`, which are laid out alike: an address, a size, a place.
    struct Buffer {
        var address: UnsafeRawPointer?
        var size: Int
        var position = 0
    }
}
