package import FineTuning
import JSONText

extension Job {
    /// What the server itself says that the job cost: Fireworks' `estimatedCost` (units as text, billionths, currency)
    /// and Together's `total_price` (billionths of a US dollar); nil where it says nothing, which is OpenAI's way.
    package var toldCost: (amount: Money, currency: String)? {
        let object = JSONObject(received: raw)
        if let cost = object["estimatedCost"], let currency = cost["currencyCode"]?.word {
            let whole = cost["units"].flatMap { $0.number?.integer ?? $0.string.flatMap { Int64($0) } } ?? 0
            let part = cost["nanos"]?.number?.integer ?? 0
            guard whole >= 0, part >= 0, part < 1_000_000_000, whole < 9_000_000_000 else { return nil }
            return (Money(nanodollars: whole * 1_000_000_000 + part), currency)
        }
        guard let price = object["total_price"]?.number?.integer, price >= 0 else { return nil }
        return (Money(nanodollars: price), JobCost.listCurrency)
    }
}
