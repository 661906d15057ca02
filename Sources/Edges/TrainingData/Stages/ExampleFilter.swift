/// What is decided about every example once its bytes are there: whether it is written, and how.
///
/// Whoever prepares rows brings the filters; the sink knows none of them.
package protocol ExampleFilter: AnyObject {
    /// Takes one line, its line feed included.
    func judge(_ example: UnsafeRawBufferPointer) -> ExampleVerdict
}

/// What becomes of an example.
package enum ExampleVerdict: Sendable, Equatable {
    case keep
    case drop(DropReason)
    /// Others are written instead, each with its line feed.
    case replace([[UInt8]])
}
