import Testing

@testable import FTControl

@Suite struct NearestNameTests {
    @Test(arguments: [
        ("lsit", "list"), ("List", "list"), ("lis", "list"), ("shwo", "show"), ("canel", "cancel"),
        ("cancle", "cancel"),
        ("ho", "hooks"), ("evnts", "events"),
    ])
    func findsWhatWasMeant(_ typed: String, _ meant: String) {
        #expect(NearestName.to(typed, among: ["list", "show", "cancel", "hooks", "events"]) == meant)
    }

    @Test(arguments: ["", "x", "frobnicate", "lxyt", String(repeating: "list", count: 100)])
    func staysSilentWhenNothingIsClose(_ typed: String) {
        #expect(NearestName.to(typed, among: ["list", "show", "cancel"]) == nil)
    }

    @Test(arguments: [("", "", 0), ("a", "", 1), ("", "ab", 2), ("ab", "ba", 1), ("kitten", "sitting", 3)])
    func countsEdits(_ left: String, _ right: String, _ distance: Int) {
        #expect(NearestName.distance(left, right) == distance)
    }
}
