import FineTuning
import Hooks
import JSONText
import TestSupport
import Testing

@Suite struct WebhookSignatureTests {
    private static let time = UnixTime(milliseconds: 1_750_861_210_999)
    private static let body = Array(#"{"id":"evt_0002","type":"ftd.job.running","data":{"id":"ftjob-é"}}"#.utf8)
    private static let encoded = "whsec_YW4gb2xkIGtleSB0aGF0IHdhcyBvbmx5IGV2ZXIgYSB0ZXN0"
    private static let raw = "whsec_cmF3LXNlY3JldC1vZi1hLXRlc3Q="
    // Computed with Python's hmac module.
    private static let byEncoded = "v1,Nhe/d+bU9niFhe0+PnJRoxPRlYraENXbS8NT1tSMSiM="
    private static let byRaw = "v1,yZ/HtQ/7eONARlha3H1S68hLbJpOSlE/4zwscsSM7ek="

    private func header(_ secrets: [String]) throws -> String {
        try WebhookSignature.header(
            id: NoticeID("evt_0002"), time: Self.time, body: Self.body, secrets: secrets.map { try WebhookSecret($0) })
    }

    @Test func everySecretSignsInItsOrder() throws {
        #expect(try header([Self.encoded]) == Self.byEncoded)
        #expect(try header([Self.raw, Self.encoded]) == "\(Self.byRaw) \(Self.byEncoded)")
    }

    private static let vectorFile = "api_examples/webhook_signature_vector.json"

    @Test(.enabled(if: SharedData.has(vectorFile), "the reference data is not beside the checkout"))
    func theVectorOfTheReferenceHolds() throws {
        let vector = try JSONValue.parse(try #require(SharedData.bytes(Self.vectorFile)))
        let headers = try #require(vector["headers"]?.object)
        let id = try #require(headers["webhook-id"]?.string)
        let timestamp = try #require(headers["webhook-timestamp"]?.string)
        let signature = try #require(headers["webhook-signature"]?.string)
        let body = Array(try #require(vector["payload"]?.string).utf8)
        let secret = try WebhookSecret(try #require(vector["secret"]?.string))
        let time = UnixTime(seconds: try #require(Int64(timestamp)))
        #expect(
            try WebhookSignature.header(id: NoticeID(id), time: time, body: body, secrets: [secret]) == signature)
        try WebhookSignature.verify(
            body, .init(id: id, timestamp: timestamp, signature: signature), secrets: [secret], at: time)
    }

    private func refusal(
        id: String? = "evt_0002", timestamp: String? = "1750861210", signature: String? = byEncoded,
        secret: String = encoded, body: [UInt8] = body, at now: UnixTime = time
    ) throws -> WebhookVerificationError? {
        do {
            try WebhookSignature.verify(
                body, .init(id: id, timestamp: timestamp, signature: signature), secrets: [WebhookSecret(secret)],
                at: now)
            return nil
        } catch let refusal as WebhookVerificationError {
            return refusal
        }
    }

    @Test(arguments: [
        byEncoded, "\(byRaw) \(byEncoded)", "v1a,AAAA \(byEncoded)", "v1, \(byEncoded)  v2,x",
    ])
    func oneSignatureOfTheListIsEnough(signature: String) throws {
        #expect(try refusal(signature: signature) == nil)
    }

    @Test(arguments: ["", "v1,", byRaw, "v1a," + byEncoded.dropFirst(3), byEncoded.uppercased(), "v1,AAAA"])
    func otherSignaturesAreRefused(signature: String) throws {
        #expect(try refusal(signature: signature) == .noMatch)
    }

    @Test func whatIsSignedIsIdTimeAndBody() throws {
        #expect(try refusal(id: "evt_0003") == .noMatch)
        #expect(try refusal(timestamp: "1750861211") == .noMatch)
        #expect(try refusal(body: Self.body + [0x20]) == .noMatch)
        #expect(try refusal(secret: "whsec_YW5vdGhlci1zZWNyZXQ=") == .noMatch)
    }

    @Test func missingHeadersAreNamed() throws {
        #expect(try refusal(id: nil)?.description == "the webhook has no webhook-id header")
        #expect(try refusal(timestamp: nil)?.description == "the webhook has no webhook-timestamp header")
        #expect(try refusal(signature: nil)?.description == "the webhook has no webhook-signature header")
    }

    @Test(
        arguments: [
            (-301, WebhookVerificationError.tooNew), (-300, nil), (0, nil), (300, nil), (301, .tooOld),
            (1_000_000_000, .tooOld),
        ] as [(Int64, WebhookVerificationError?)])
    func fiveMinutesEitherWayAreTolerated(seconds: Int64, refusal: WebhookVerificationError?) throws {
        #expect(try self.refusal(at: UnixTime(seconds: Self.time.seconds + seconds)) == refusal)
    }

    @Test(arguments: ["", "soon", "1750861210.5", "9223372036854775808"])
    func aTimestampIsAWholeNumber(timestamp: String) throws {
        #expect(try refusal(timestamp: timestamp) == .noTimestamp)
    }

    @Test(arguments: ["9223372036854775807", "-9223372036854775808"])
    func absurdTimestampsAreRefusedNotTrapped(timestamp: String) throws {
        #expect([.tooNew, .tooOld].contains(try refusal(timestamp: timestamp)))
    }
}

@Suite struct WebhookSecretTests {
    @Test func aFileHoldsTheNewAndTheOldSecret() throws {
        let secrets = try WebhookSecret.all(in: "\n  whsec_bmV3LXNlY3JldA==  \r\nwhsec_b2xkLXNlY3JldA==\n\n")
        #expect(
            secrets == [try WebhookSecret("whsec_bmV3LXNlY3JldA=="), try WebhookSecret("whsec_b2xkLXNlY3JldA==")])
    }

    @Test(arguments: [
        ("", "no webhook secret there; write one line, whsec_ and 32 random bytes in base64"),
        (" \n ", "no webhook secret there; write one line, whsec_ and 32 random bytes in base64"),
        ("two words", "not a webhook secret: there are blanks in it; write one secret a line"),
        ("\"whsec_AAAA\"", "it stands in quotes; write it without them"),
        ("'whsec_AAAA'", "it stands in quotes; write it without them"),
        (
            "v1,Nhe/d+bU9niFhe0+PnJRoxPRlYraENXbS8NT1tSMSiM=",
            "not a webhook secret: v1,… is a signature; write the secret that the receiver checks it with, whsec_…"
        ),
        (
            "\u{FEFF}whsec_AAAA",
            "it begins with a byte order mark, which is invisible; save the file as UTF-8 without one"
        ),
        (
            "bmV3LXNlY3JldA==",
            "not a webhook secret: it does not begin with whsec_; where the receiver's key is the text itself, write "
                + "whsec_ and that text in base64"
        ),
        ("whsec_*", "not a webhook secret: what follows whsec_ is not base64"),
        ("whsec_", "not a webhook secret: what follows whsec_ is not base64"),
    ])
    func otherTextsAreExplained(text: String, sentence: String) {
        let error = #expect(throws: WebhookSecretError.self) { try WebhookSecret.all(in: text) }
        #expect(error?.description == sentence)
    }

    @Test func aSecretNeverShowsItself() throws {
        let secret = try WebhookSecret("whsec_Y2FuYXJ5LXNlY3JldA==")
        var dumped = ""
        dump(WebhookSender(url: "https://example.com", secrets: [secret]), to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), "\([secret])", dumped] {
            #expect(!text.contains("canary"))
            #expect(!text.contains("\(UInt8(ascii: "c")), \(UInt8(ascii: "a"))"))
        }
    }
}
