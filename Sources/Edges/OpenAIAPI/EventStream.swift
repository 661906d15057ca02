/// The messages of an answer of server-sent events that has ended (HTML Living Standard, section 9.2.6).
enum EventStream {
    /// The `data` of each message, its lines joined.
    static func messages(_ bytes: [UInt8]) -> [[UInt8]] {
        var messages: [[UInt8]] = []
        var message: [UInt8]?
        for line in lines(bytes) {
            if line.isEmpty {
                if let message { messages.append(message) }
                message = nil
            } else if line.starts(with: Array("data:".utf8)) {
                let value = line.dropFirst(5)
                let text = value.first == 0x20 ? value.dropFirst() : value
                message = message.map { $0 + [0x0A] + text } ?? Array(text)
            }
        }
        // Our callers want what there is: a server may leave the last blank line out.
        if let message { messages.append(message) }
        return messages
    }

    private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var offset = start
        while offset < bytes.count {
            let byte = bytes[offset]
            guard byte == 0x0A || byte == 0x0D else {
                offset += 1
                continue
            }
            lines.append(bytes[start..<offset])
            offset += byte == 0x0D && offset + 1 < bytes.count && bytes[offset + 1] == 0x0A ? 2 : 1
            start = offset
        }
        if start < bytes.count { lines.append(bytes[start...]) }
        return lines
    }
}
