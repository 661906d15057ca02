import Testing

@testable import Text

@Suite struct NearestNameTests {
    private static let names = ["list", "show", "cancel", "hooks", "events", "completions"]

    @Test(arguments: [
        ("lsit", "list"), ("List", "list"), ("lis", "list"), ("shwo", "show"), ("canel", "cancel"),
        ("cancle", "cancel"),
        ("ho", "hooks"), ("evnts", "events"), ("compl", "completions"),
    ])
    func asksForWhatWasMeant(_ typed: String, _ meant: String) {
        #expect(NearestName.question(typed, among: Self.names) == "; did you mean \"\(meant)\"?")
    }

    @Test(arguments: ["", "x", "c", "frobnicate", String(repeating: "list", count: 100)])
    func staysSilentWhenNothingIsNear(_ typed: String) {
        #expect(NearestName.question(typed, among: Array(Self.names + ["check"])) == "")
    }

    @Test(arguments: [
        ("activ", "active"), ("actvie", "active"), ("idel", "idle"), ("actives", "active"), ("xyz", nil), ("", nil),
        ("on", "on"), ("an", "on"), ("o", nil), ("TIMEOUT", "timeout"),
    ])
    func findsWhatIsNear(word: String, name: String?) {
        #expect(NearestName.find(word, among: ["active", "idle", "on", "timeout"]) == name)
    }

    @Test func alternativesReadAsASentence() {
        #expect([String]().alternatives == "")
        #expect(["a"].alternatives == "a")
        #expect(["a", "b", "c"].alternatives == "a, b or c")
    }
}
