/// What an image counts as, by the rule of a server's vision guide.
///
/// OpenAI's: with `detail: low` a fixed number; else it is scaled down into 2,048 by 2,048 pixels, then until its shorter
/// side has 768, and each tile of 512 by 512 pixels that is begun counts, beside the fixed number.
public struct ImageTokens: Hashable, Sendable {
    /// The fixed number: all of an image of low detail.
    public let base: Int
    /// For each tile.
    public let tile: Int

    /// A rule of these two numbers.
    public init(base: Int, tile: Int) {
        self.base = base
        self.tile = tile
    }

    /// How closely a model looks at an image.
    public enum Detail: String, Hashable, Sendable {
        case low, high, auto
    }

    /// The tokens of an image; nil where the rule asks for a size that nobody knows.
    ///
    /// `auto` is high where a side is longer than 512 pixels.
    public func count(_ detail: Detail, size: (width: Int, height: Int)?) -> Int? {
        if detail == .low { return base }
        guard let size, size.width > 0, size.height > 0 else { return nil }
        if detail == .auto, max(size.width, size.height) <= 512 { return base }
        var (width, height) = (Double(size.width), Double(size.height))
        let fit = min(1, 2048 / max(width, height))
        (width, height) = (width * fit, height * fit)
        let shorten = min(1, 768 / min(width, height))
        // A hair less than a whole tile more is a rounding error.
        let tiles = [width, height].map { max(1, Int(($0 * shorten / 512 - 1e-9).rounded(.up))) }
        return base + tile * tiles[0] * tiles[1]
    }
}
