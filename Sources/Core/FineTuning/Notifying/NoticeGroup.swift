/// Which waiting notices of a hook are told in one message: the setting `group`.
package enum NoticeGroup {
    /// The most notices of one message.
    package static let greatest = 50
    /// The most bytes of their bodies: with what stands around them the message is as small as any other.
    package static let greatestBodies = 18_000

    /// The notices that become one message now; empty while the burst goes on, and where there is but one.
    ///
    /// A burst begins with its first notice and is over when that one is due; whatever was made until then belongs to it.
    /// What was tried, sent again by hand, or is a group's message already keeps its own id.
    ///
    /// - Parameters:
    ///   - waiting: what waits and may be sent, in the order of events.
    ///   - time: now.
    package static func closing(_ waiting: [Delivery], at time: UnixTime) -> [Delivery] {
        let open = waiting.filter(\.isOpenForGroup)
        guard let first = open.first, case .waiting(let due, _, _) = first.state, due <= time else { return [] }
        var (members, size): ([Delivery], Int) = ([], 0)
        for delivery in open.prefix(greatest) {
            size += delivery.body.count + 1
            guard size <= greatestBodies else { break }
            members.append(delivery)
        }
        return members.count > 1 ? members : []
    }

    /// The row of a group's message.
    ///
    /// It is of the type of its first failure, so that quiet hours let it through as they did that one, else of its
    /// last member's; receivers order it by its last member.
    ///
    /// - Parameters:
    ///   - id: the message's own.
    ///   - members: not empty.
    ///   - body: made of the members' bodies.
    ///   - time: now.
    package static func message(
        _ id: NoticeID, of members: [Delivery], body: [UInt8], at time: UnixTime
    ) -> Delivery? {
        guard let last = members.last else { return nil }
        var message = Delivery(
            notice: id, hook: last.hook, type: (members.first { $0.type.isFailure } ?? last).type, job: nil,
            sequence: last.sequence, body: body, createdAt: time,
            state: .waiting(due: time, attempts: 0, reason: nil))
        message.members = members.count
        return message
    }
}

extension Delivery {
    /// Whether it may still become a part of a group's message.
    fileprivate var isOpenForGroup: Bool {
        if case .waiting(_, 0, _) = state { members == 0 && waitsSince == createdAt } else { false }
    }
}
