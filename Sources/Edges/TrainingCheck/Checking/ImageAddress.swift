import FineTuning
import JSONText

/// What the `url` of an image is: an address, or the image itself.
enum ImageAddress: Equatable {
    /// `http://` or `https://`: only the server sees what is there.
    case web
    /// The image itself, in base64; of what size it is, if its first bytes tell.
    case data(Size?)
    /// One that the server leaves out.
    case skipped(String)
    /// One that nobody can fetch or decode.
    case unusable(String)

    /// Pixels.
    struct Size: Equatable {
        let width: Int
        let height: Int
    }

    /// Bytes of an image (older fine-tuning guide).
    static let mostBytes = 10 << 20

    /// Looks at a `url` as it is: the text, without JSON's escapes.
    init(_ url: UnsafeRawBufferPointer) {
        if Self.begins(url, "http://") || Self.begins(url, "https://") {
            let rest = url.drop { $0 != UInt8(ascii: ":") }.dropFirst(3)
            let isHost = rest.first.map { $0 > 0x20 && $0 != UInt8(ascii: "/") } ?? false
            self = isHost ? .web : .unusable("an address without a host")
        } else if Self.begins(url, "data:") {
            self = Self.data(url.dropFirst(5))
        } else if Self.begins(url, "file:") || Self.isPath(url) {
            self = .unusable("a path of a file here, which the server cannot read; write the image as a data: URL")
        } else {
            self = .unusable("neither an http(s) address nor a data: URL")
        }
    }

    private static func begins(_ url: UnsafeRawBufferPointer, _ scheme: String) -> Bool {
        url.prefix(scheme.utf8.count).elementsEqual(scheme.utf8) { $0 | 0x20 == $1 | 0x20 }
    }

    /// `C:\pics\1.png`, `/home/ann/1.png`, `./1.png`, `pics/1.png`, `1.png`.
    private static func isPath(_ url: UnsafeRawBufferPointer) -> Bool {
        let start = url.prefix(3)
        if url.first == UInt8(ascii: "/") || url.first == UInt8(ascii: ".") || url.first == UInt8(ascii: "~") {
            return true
        }
        if start.count == 3, start[1] == UInt8(ascii: ":"),
            start[2] == UInt8(ascii: "\\") || start[2] == UInt8(ascii: "/")
        {
            return true
        }
        return !url.contains(UInt8(ascii: ":")) && url.contains(UInt8(ascii: "."))
    }

    private static func data(_ rest: Slice<UnsafeRawBufferPointer>) -> ImageAddress {
        guard let comma = rest.prefix(200).firstIndex(of: UInt8(ascii: ",")) else {
            return .unusable("a data: URL without a comma behind its type")
        }
        let head = String(decoding: rest[..<comma], as: UTF8.self).lowercased()
        guard head.hasSuffix(";base64") else { return .unusable("a data: URL that is not in base64") }
        let type = head.prefix { $0 != ";" }
        let text = rest[(comma + 1)...]
        guard let bytes = Base64Length.bytes(of: text) else { return .unusable("a data: URL whose base64 is broken") }
        guard ["image/png", "image/jpeg", "image/jpg", "image/webp"].contains(type) else {
            return .skipped("its format is not PNG, JPEG or WEBP")
        }
        guard bytes <= mostBytes else { return .skipped("it has more than 10 MB") }
        let start = Base64Length.start(of: text, most: 64 << 10)
        guard let picture = Picture(start) else { return .skipped("its bytes are not PNG, JPEG or WEBP") }
        return .data(picture.size)
    }
}

/// Base64 without decoding all of it: an image may have megabytes.
enum Base64Length {
    /// How many bytes a text in the standard alphabet stands for; nil when it is broken.
    static func bytes(of text: Slice<UnsafeRawBufferPointer>) -> Int? {
        var digits = 0
        var pads = 0
        for byte in text {
            if byte == UInt8(ascii: "=") {
                pads += 1
            } else if value(byte) != nil, pads == 0 {
                digits += 1
            } else {
                return nil
            }
        }
        guard digits > 0, pads <= 2, (digits + pads) % 4 == 0 else { return nil }
        return digits * 3 / 4
    }

    /// The first bytes.
    static func start(of text: Slice<UnsafeRawBufferPointer>, most: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var group: UInt32 = 0
        var bits = 0
        for byte in text.prefix(most / 3 * 4) {
            guard let value = value(byte) else { break }
            group = (group << 6 | UInt32(value)) & 0xFF_FFFF
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: group >> UInt32(bits)))
            }
        }
        return bytes
    }

    private static func value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}

/// What the first bytes of a picture tell: PNG, JPEG or WEBP.
struct Picture {
    /// Nil where the size stands further behind, or nowhere.
    let size: ImageAddress.Size?

    init?(_ bytes: [UInt8]) {
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            size = Self.size(Self.big(bytes, 16, 4), Self.big(bytes, 20, 4))
        } else if bytes.starts(with: [0xFF, 0xD8]) {
            size = Self.jpeg(bytes)
        } else if bytes.starts(with: Array("RIFF".utf8)), bytes.dropFirst(8).starts(with: Array("WEBP".utf8)) {
            size = Self.webp(bytes)
        } else {
            return nil
        }
    }

    private static func size(_ width: Int?, _ height: Int?) -> ImageAddress.Size? {
        guard let width, let height, width > 0, height > 0, width < 1 << 20, height < 1 << 20 else { return nil }
        return ImageAddress.Size(width: width, height: height)
    }

    private static func big(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> Int? {
        guard offset + count <= bytes.count else { return nil }
        return bytes[offset..<offset + count].reduce(0) { $0 << 8 | Int($1) }
    }

    private static func little(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> Int? {
        guard offset + count <= bytes.count else { return nil }
        return bytes[offset..<offset + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// The segment that begins a frame has the size; those before it are stepped over.
    private static func jpeg(_ bytes: [UInt8]) -> ImageAddress.Size? {
        var offset = 2
        while let marker = big(bytes, offset, 2), marker >= 0xFF00 {
            let kind = marker & 0xFF
            if (0xC0...0xCF).contains(kind), ![0xC4, 0xC8, 0xCC].contains(kind) {
                return size(big(bytes, offset + 7, 2), big(bytes, offset + 5, 2))
            }
            guard let length = big(bytes, offset + 2, 2), length >= 2 else { return nil }
            offset += 2 + length
        }
        return nil
    }

    private static func webp(_ bytes: [UInt8]) -> ImageAddress.Size? {
        let kind = bytes.dropFirst(12).prefix(4)
        if kind.elementsEqual("VP8X".utf8) {
            return size(little(bytes, 24, 3).map { $0 + 1 }, little(bytes, 27, 3).map { $0 + 1 })
        }
        if kind.elementsEqual("VP8L".utf8) {
            return little(bytes, 21, 4).flatMap { size(($0 & 0x3FFF) + 1, ($0 >> 14 & 0x3FFF) + 1) }
        }
        return size(little(bytes, 26, 2).map { $0 & 0x3FFF }, little(bytes, 28, 2).map { $0 & 0x3FFF })
    }
}
