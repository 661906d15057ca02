import FineTuning
import Testing

@Suite struct PageLimitTests {
    private static func error(_ status: Int, _ kind: FailureKind = .invalidRequest) -> ProviderError {
        ProviderError(operation: .listFiles, kind: kind, voice: .api, status: status, mayHaveHappened: false)
    }

    /// What a server does with each length that is asked of it.
    private static func ask(_ limit: inout PageLimit, greatest: Int, status: Int) throws -> [Int] {
        var asked: [Int] = []
        _ = try limit.page { count throws(ProviderError) -> Page<Int> in
            asked.append(count)
            guard count <= greatest else { throw error(status) }
            return Page(items: [])
        }
        return asked
    }

    @Test(arguments: [(1000, [1000]), (999, [1000, 100]), (100, [1000, 100]), (50, [1000, 100, 20])])
    func aRefusedLengthIsFollowedByAShorterOne(greatest: Int, asked: [Int]) throws {
        for status in [400, 422] {
            var limit = PageLimit(1000)
            #expect(try Self.ask(&limit, greatest: greatest, status: status) == asked)
            // Remembered.
            #expect(try Self.ask(&limit, greatest: greatest, status: status) == asked.suffix(1))
        }
    }

    @Test func whatIsNotAboutTheLengthIsThrown() {
        var limit = PageLimit()
        #expect(throws: Self.error(400)) { try Self.ask(&limit, greatest: 0, status: 400) }
        #expect(limit.current == 100)
        #expect(throws: Self.error(404)) { try Self.ask(&limit, greatest: 0, status: 404) }
    }
}
