package import FineTuning

extension HookPayload {
    /// The body of a group's message: the members' own bodies as a list, under an id of its own.
    ///
    /// - Parameters:
    ///   - id: the message's own.
    ///   - members: not empty; in their order.
    ///   - time: when the burst was over.
    package static func body(ofGroup id: NoticeID, _ members: [Delivery], at time: UnixTime) -> [UInt8] {
        let type = NoticeGroup.message(id, of: members, body: [], at: time)?.type.rawValue ?? ""
        let sequence = members.last?.sequence ?? 0
        // The members' bodies are JSON as it is stored, byte by byte.
        var bytes = Array(
            """
            {"id":"\(id.rawValue)","object":"event","created_at":\(time.seconds),"type":"\(type)",\
            "data":{"object":"list","sequence":\(sequence),"data":[
            """.utf8)
        for (index, member) in members.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += member.body
        }
        return bytes + Array("]}}".utf8)
    }
}
