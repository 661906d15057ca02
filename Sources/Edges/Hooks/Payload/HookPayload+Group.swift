package import FineTuning

extension HookPayload {
    /// The body of a group's message, at most ``greatestSize`` bytes: the members' own bodies as a list, under an id of its
    /// own.
    ///
    /// A member for which there is no room, and those behind it, are only counted; `NoticeGroup` makes no such group.
    ///
    /// - Parameters:
    ///   - id: the message's own.
    ///   - members: not empty; in their order.
    ///   - time: when the burst was over.
    package static func body(ofGroup id: NoticeID, _ members: [Delivery], at time: UnixTime) -> [UInt8] {
        let type = NoticeGroup.message(id, of: members, body: [], at: time)?.type.rawValue ?? ""
        let sequence = members.last?.sequence ?? 0
        var bytes = Array(
            """
            {"id":"\(id.rawValue)","object":"event","created_at":\(time.seconds),"type":"\(type)",\
            "data":{"id":"\(id.rawValue)","object":"list","count":\(members.count),"sequence":\(sequence),"data":[
            """.utf8)
        let end = Array("]}}".utf8)
        // The members' bodies are JSON as it is stored, byte by byte.
        for (index, member) in members.enumerated() {
            guard bytes.count + member.body.count + 1 + end.count <= greatestSize else { break }
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += member.body
        }
        return bytes + end
    }
}
