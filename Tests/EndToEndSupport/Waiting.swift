import Glibc

/// A condition that did not come true in time.
struct Overdue: Error, CustomStringConvertible {
    let description: String
}

/// Asks until there is an answer; the bound is generous, since a loaded machine is slow, not wrong.
///
/// - Throws: ``Overdue``, saying what was waited for.
@discardableResult
func wait<Value>(
    until what: @autoclosure () -> String, within bound: Duration = .seconds(30), _ answer: () throws -> Value?
) throws -> Value {
    let end = ContinuousClock.now + bound
    while true {
        if let value = try answer() { return value }
        guard ContinuousClock.now < end else {
            throw Overdue(description: "waited \(bound) in vain until \(what())")
        }
        usleep(5000)
    }
}

/// Waits until something is true.
func wait(until what: @autoclosure () -> String, within bound: Duration = .seconds(30), _ isTrue: () throws -> Bool)
    throws
{
    let _: Bool = try wait(until: what(), within: bound) { try isTrue() ? true : nil }
}
