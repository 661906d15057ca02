import Digest
import Testing
import Text

@Suite struct SHA256Tests {
    /// FIPS 180-2, appendix B, and the empty message.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func knownMessagesHaveTheirPublishedDigests(message: String, hex: String) throws {
        #expect(try SHA256.digest(of: Array(message.utf8)).hex == hex)
    }

    @Test func aMillionLettersInUnevenPiecesHaveTheirPublishedDigest() throws {
        let hasher = try SHA256()
        var left = 1_000_000
        var piece = 1
        while left > 0 {
            let count = min(piece, left)
            try hasher.update([UInt8](repeating: UInt8(ascii: "a"), count: count))
            left -= count
            piece = piece * 3 % 7919 + 1
        }
        #expect(try hasher.finish().hex == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test func aDigestIsShownInHexadecimal() throws {
        let digest = try SHA256.digest(of: [1, 2, 3])
        #expect("\(digest)" == digest.hex)
    }
}
