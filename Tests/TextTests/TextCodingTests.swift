import Testing
import Text

@Suite struct TextCodingTests {
    /// RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func publishedBase64VectorsHoldBothWays(plain: String, text: String) {
        #expect(Base64.encode(Array(plain.utf8)) == text)
        #expect(Base64.decode(text) == Array(plain.utf8))
    }

    @Test func hexadecimalDigitsAreInLowerCase() {
        #expect(Hexadecimal.encode([0x00, 0x0F, 0xA0, 0xFF]) == "000fa0ff")
    }

    @Test func everyByteSurvivesBase64() {
        let bytes = (0...255).map { UInt8($0) } + [0, 255, 0]
        #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    }

    @Test(arguments: ["Zg", "Zg=", "Zh==", "Zm9=", "Z", "Zg==Zg==", "Zm 9v", "Zm9v\n", "-_-_", "Zm9v=", "=", "Zé=="])
    func strictReadingTakesTheCanonicalTextOnly(text: String) { #expect(Base64.decode(text) == nil) }

    @Test(arguments: [
        ("Zg", "f"), ("Zm9v\r\nYm Fy\n", "foobar"), ("Zm8", "fo"), ("Zh==", "f"), ("Z g = =", "f"),
    ])
    func tolerantReadingForgivesBlanksAndPadding(text: String, plain: String) {
        #expect(Base64.decode(text, .tolerant) == Array(plain.utf8))
    }

    @Test func tolerantReadingKnowsTheAlphabetOfAddresses() {
        #expect(Base64.decode("-_-_", .tolerant) == Base64.decode("+/+/"))
    }

    @Test(arguments: ["Z", "Zg=", "Zg==Zg", "Zm9v*", "Zm9v=", "===="])
    func tolerantReadingStillRefusesWhatIsNotBase64(text: String) { #expect(Base64.decode(text, .tolerant) == nil) }
}
