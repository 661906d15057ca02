/// What is drawn as one thing: points of one name and color.
package struct ChartSeries: Hashable, Sendable {
    /// One point; either number may be anything a `Double` can be.
    package struct Point: Hashable, Sendable {
        package var x: Double
        package var y: Double

        package init(x: Double, y: Double) {
            self.x = x
            self.y = y
        }
    }

    /// How the points are drawn.
    package enum Shape: Hashable, Sendable {
        /// Each by itself.
        case dots
        /// Joined in their order; broken where one is not finite.
        case line
    }

    package var name: String
    package var shape: Shape
    /// Series of one number have one color.
    package var color: Int
    package var points: [Point]

    package init(_ name: String, _ shape: Shape, color: Int, _ points: [Point]) {
        self.name = name
        self.shape = shape
        self.color = color
        self.points = points
    }

    /// The points that have a place on both axes.
    func drawable(_ isLogarithmic: Bool) -> [Point] {
        points.filter { $0.x.isFinite && $0.y.isFinite && (!isLogarithmic || $0.y > 0) }
    }
}

/// A place on the horizontal axis with a word: an epoch's end, a checkpoint.
package struct ChartMark: Hashable, Sendable {
    package var x: Double
    /// A few characters.
    package var label: String
    /// Whether it is written first: where there is no room for all, others give way.
    package var isMain: Bool

    package init(x: Double, label: String, isMain: Bool = false) {
        self.x = x
        self.label = label
        self.isMain = isMain
    }
}
