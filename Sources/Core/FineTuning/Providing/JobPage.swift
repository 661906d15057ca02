/// A page of a job listing, or that it is one that was read before.
public enum JobPage: Sendable {
    /// The page, and its text where it may be recognized by it when it comes again.
    case page(Page<Job>, PageText?)
    /// The answer is, byte for byte, the one that it was compared with.
    ///
    /// Its date is the server's clock now.
    case same(serverDate: UnixTime?)
}

/// What a server sent as a page, and how many entries it was asked for: the same text is the same page.
public struct PageText: Sendable, Hashable {
    private let bytes: [UInt8]
    private let asked: Int

    /// Takes a body.
    ///
    /// - Parameter asked: how many entries were asked for, which decides where a listing ends.
    public init(_ bytes: [UInt8], asked: Int) {
        self.bytes = bytes
        self.asked = asked
    }
}
