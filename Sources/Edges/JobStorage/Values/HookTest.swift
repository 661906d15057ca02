package import FineTuning

/// What a test of a hook came to.
package struct HookTest: Sendable, Hashable {
    /// The name of the wish that asked for it.
    package var wish: String
    /// The hook that was tested.
    package var hook: HookName
    /// When.
    package var time: UnixTime
    /// Of which type the sample was.
    package var type: NoticeType
    /// How it ended.
    package var end: End

    /// How a test ended.
    package enum End: Sendable, Hashable {
        /// The sample was sent: whether the receiver took it, what it answered, how long that took, and what was sent.
        case sent(taken: Bool, answer: String, took: Duration, body: [UInt8])
        /// Nothing was sent, because of that.
        case notSent(reason: String)
    }

    package init(wish: String, hook: HookName, time: UnixTime, type: NoticeType, end: End) {
        self.wish = wish
        self.hook = hook
        self.time = time
        self.type = type
        self.end = end
    }

    /// The least time between two samples to one hook.
    package static let interval: Duration = .seconds(60)
}
