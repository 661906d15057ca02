import JSONText

/// The elements of a list of the API, byte by byte as they came.
enum ListItems {
    /// The objects in the list's `data`; nil where the text is no strict JSON: then nobody can tell where one ends.
    static func of(_ bytes: [UInt8]) -> [[UInt8]]? {
        do throws(JSONSyntaxError) {
            return try bytes.withUnsafeBufferPointer { buffer throws(JSONSyntaxError) in
                try objects(UnsafeRawBufferPointer(buffer))
            }
        } catch {
            return nil
        }
    }

    private static func objects(_ bytes: UnsafeRawBufferPointer) throws(JSONSyntaxError) -> [[UInt8]] {
        var scanner = JSONScanner(bytes)
        var objects: [[UInt8]] = []
        try scanner.beginObject()
        while let key = try scanner.nextMember() {
            guard scanner.text(key) == "data", try scanner.nextKind() == .array else {
                _ = try scanner.value()
                continue
            }
            // Of a repeated key the last one counts.
            objects = []
            try scanner.beginArray()
            while try scanner.nextElement() {
                let slice = try scanner.value()
                if slice.kind == .object { objects.append(Array(scanner.raw(slice))) }
            }
        }
        try scanner.finish()
        return objects
    }

    /// The text of an array with these elements, a line between two.
    static func array(_ items: [[UInt8]]) -> [UInt8] {
        var bytes = Array("[\n".utf8)
        for (index, item) in items.enumerated() {
            bytes += item
            if index < items.count - 1 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes + Array("]\n".utf8)
    }

    /// The id of an object as it came; nil where it has none.
    static func id(of item: [UInt8]) -> String? {
        do throws(JSONSyntaxError) { return try JSONValue.parse(item)["id"]?.string } catch { return nil }
    }
}
