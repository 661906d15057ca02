/// What is decided about every example once its bytes are there: which of two files it goes to.
package protocol ExampleStage {
    /// Takes one line without asking what it was made from.
    mutating func side(of example: UnsafeRawBufferPointer) -> ExampleSide
}

/// The files that examples go to.
package enum ExampleSide: Sendable, Equatable {
    case training
    case validation
}
