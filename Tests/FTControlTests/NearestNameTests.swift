import Testing

@testable import FTControl

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
}
