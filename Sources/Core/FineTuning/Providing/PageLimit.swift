/// How many entries a page is asked for: as many as the server is known to take.
///
/// Servers that only speak the API refuse a page of a thousand, or of a hundred, with 400 or 422.
package struct PageLimit: Hashable, Sendable {
    /// How many to ask for.
    package private(set) var current: Int
    /// What is asked for after a refusal; every server takes the last.
    private static let fallbacks = [100, 20]

    /// Nothing was refused yet.
    ///
    /// - Parameter first: how many are asked for at first.
    package init(_ first: Int = 100) { current = first }

    /// Asks for a page, and for a shorter one where the server refuses the request; what it takes is remembered.
    ///
    /// A refusal of the shortest page is about something else, and is thrown.
    package mutating func page<Answer>(
        _ ask: (Int) throws(ProviderError) -> Answer
    ) throws(ProviderError) -> Answer {
        var asked = current
        while true {
            do throws(ProviderError) {
                let page = try ask(asked)
                current = asked
                return page
            } catch {
                guard error.kind == .invalidRequest, error.status == 400 || error.status == 422,
                    let less = Self.fallbacks.first(where: { $0 < asked })
                else { throw error }
                asked = less
            }
        }
    }
}
