package import FineTuning

/// Gets notices to where one hook wants them.
package protocol HookSender: Equatable, Sendable {
    /// What is sent for a stored body, the same at every attempt, as people read it.
    ///
    /// - Parameter body: the stored body, as ``HookPayload`` makes it.
    func content(of body: [UInt8]) -> HookContent

    /// What keeps it from working as this machine is now; nil where nothing is known to.
    var problem: HookProblem? { get }

    /// The same where it takes a look at the receiver: whether there is a trusted way to it. Nothing is sent.
    ///
    /// - Parameter attempt: with the longest that the look may take.
    func problem(reaching attempt: HookAttempt.Terms) -> HookProblem?

    /// Makes one attempt; blocks until it has ended.
    ///
    /// - Parameter isCancelled: asked all the time by kinds that can stop by themselves.
    func send(_ delivery: Delivery, _ attempt: HookAttempt.Terms, isCancelled: () -> Bool) -> HookAttempt.Result
}

extension HookSender {
    /// The stored body as it is.
    package func content(of body: [UInt8]) -> HookContent { .standard(body) }

    /// Nothing that could be known before an attempt.
    package var problem: HookProblem? { nil }

    /// Nothing to reach.
    package func problem(reaching attempt: HookAttempt.Terms) -> HookProblem? { nil }

    /// Whether both are of one kind and send alike.
    func isEqual(to other: any HookSender) -> Bool { (other as? Self) == self }
}

/// What a hook sends for one notice.
package struct HookContent: Sendable, Hashable {
    /// As in a `Content-Type` header.
    package let mediaType: String
    /// What follows.
    package let bytes: [UInt8]

    package init(mediaType: String, bytes: [UInt8]) {
        self.mediaType = mediaType
        self.bytes = bytes
    }

    /// The stored body itself.
    package static func standard(_ body: [UInt8]) -> HookContent {
        HookContent(mediaType: "application/json", bytes: body)
    }
}

/// What keeps a hook from working, and which of its keys is to be changed.
package struct HookProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// The key, as it stands in the hook's section.
    package let key: String
    /// What is wrong, with what to do about it.
    package let description: String
    /// Whether it may pass by itself, as a machine without memory does: a start may be tried again.
    package let mayPass: Bool

    package init(_ key: String, _ description: String, mayPass: Bool = false) {
        self.key = key
        self.description = description
        self.mayPass = mayPass
    }
}
