import Digest
import Testing

@Suite struct RandomBytesTests {
    private struct Constant: RandomNumberGenerator {
        let value: UInt64
        mutating func next() -> UInt64 { value }
    }

    @Test func versionAndVariantAreSetWhateverTheBits() {
        var ones = Constant(value: .max)
        #expect(UUIDText.version4(using: &ones) == "ffffffff-ffff-4fff-bfff-ffffffffffff")
        var zeros = Constant(value: 0)
        #expect(UUIDText.version4(using: &zeros) == "00000000-0000-4000-8000-000000000000")
    }

    @Test func systemRandomnessDoesNotRepeat() {
        #expect(Set((0..<1000).map { _ in UUIDText.version4() }).count == 1000)
        #expect(RandomBytes.make(32) != RandomBytes.make(32))
        #expect(RandomBytes.make(0).isEmpty)
    }

    @Test func errorsSayWhatToLookAt() {
        #expect(
            DigestError(algorithm: "SHA-256", reason: "error:0308010C").description
                == "cannot compute SHA-256 with libcrypto: error:0308010C; "
                + "does openssl.cnf switch its default provider off?")
    }
}
