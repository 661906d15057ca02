/// Where rows come from: a file, a stream, or whatever another target reads.
package protocol RowInput<Failure>: Sendable {
    /// Why rows cannot be had.
    associatedtype Failure: Error

    /// What messages call it.
    var label: String { get }

    /// Opens the input.
    ///
    /// - Parameter isCancelled: Asked while nothing comes; true ends the wait with an error.
    func open(isCancelled: (@Sendable () -> Bool)?) throws(Failure) -> any RowSource<Failure>
}
