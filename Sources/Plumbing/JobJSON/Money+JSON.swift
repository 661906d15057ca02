package import FineTuning
package import JSONText

extension Money {
    /// The amount as a JSON number with all its places, without its currency.
    package var json: JSONValue { .number(JSONNumber(text: decimal)) }
}
