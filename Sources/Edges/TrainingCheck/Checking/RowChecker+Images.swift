import FineTuning
import JSONText
import TrainingData

extension RowChecker {
    /// Images that an example may have (older fine-tuning guide).
    static let mostImages = 10

    /// Looks at the `image_url` of a part, and counts it.
    mutating func inspectImage(
        _ image: JSONSlice?, at start: Int, _ message: MessageSlices, _ place: String, into content: inout Content
    ) throws(JSONSyntaxError) {
        row.images += 1
        guard shape != .preference else {
            return add(.preferenceImage, at: start) { "\(place): preferences (DPO) are learned from text alone" }
        }
        guard message.speaker == .user else {
            return add(.contentShape, at: start) { "\(place): only the user shows images" }
        }
        guard let image, image.kind == .object else {
            let mend = image?.kind == .string ? "writes {\"url\": …}" : nil
            return add(.contentShape, at: start, mend: mend) { "\(place): expected \"image_url\": {\"url\": …}" }
        }
        if row.images == Self.mostImages + 1 {
            add(.tooManyImages, at: start) {
                "\(place): image \(Self.mostImages + 1); an example may have \(Self.mostImages)"
            }
        }
        var url: JSONSlice?
        var detail: JSONSlice?
        var scanner = JSONScanner(line, at: image.start)
        try scanner.beginObject()
        while let key = try scanner.nextMember() {
            let name = text(key)
            let value = try scanner.value()
            if name == "url" { url = value } else if name == "detail" { detail = value }
        }
        guard let url, url.kind == .string else {
            return add(.contentShape, at: image.start) { "\(place): expected \"image_url\": {\"url\": …}" }
        }
        if let detail, detail.kind != .null, self.detail(detail) == nil {
            add(.contentShape, at: detail.start) { "\(place): the detail is to be low, high or auto" }
        }
        let address = address(url)
        switch address {
        case .web, .data: break
        case .skipped(let why):
            add(.imageSkipped, at: url.start) { "\(place): \(why); the server leaves the image out and goes on" }
        case .unusable(let what): add(.imageAddress, at: url.start) { "\(place): the url is \(what)" }
        }
        count(address, self.detail(detail) ?? .auto)
    }

    private func detail(_ slice: JSONSlice?) -> ImageTokens.Detail? {
        guard let slice, slice.kind != .null else { return .auto }
        return slice.kind == .string ? ImageTokens.Detail(rawValue: text(slice)) : nil
    }

    private func address(_ slice: JSONSlice) -> ImageAddress {
        guard slice.hasEscapes else { return ImageAddress(raw(slice)) }
        var bytes: [UInt8] = []
        JSONStringBytes.appendText(of: raw(slice), to: &bytes)
        return bytes.withUnsafeBytes { ImageAddress($0) }
    }

    private mutating func count(_ address: ImageAddress, _ detail: ImageTokens.Detail) {
        guard countsTokens else { return }
        var size: (width: Int, height: Int)?
        if case .data(let known?) = address { size = (known.width, known.height) }
        guard let tokens = demands.imageTokens?.count(detail, size: size) else {
            row.tokens.uncountedImages += 1
            return
        }
        row.tokens.images += tokens
        row.tokens.trained += tokens
        row.tokens.contents += tokens
    }
}
