import Commands
import FineTuning
import Settings
import Text

/// `NAME=NUMBER` of a command line.
enum AssessAssignment {
    /// Sets one number of the terms; a share may be given in percent.
    static func set(_ text: String, in terms: inout AssessmentTerms) throws(CommandError) {
        let (name, value) = try parts(text, option: "set", names: AssessmentSetting.all.map(\.name))
        guard let setting = AssessmentSetting.all.first(where: { $0.name == name }) else { return }
        let isPercent = setting.isShare && value.hasSuffix("%")
        let digits = isPercent ? String(value.dropLast()) : value
        guard digits.utf8.allSatisfy({ "0123456789.".utf8.contains($0) }),
            let number = Double(digits).map({ isPercent ? $0 / 100 : $0 }), setting.range.contains(number),
            !setting.isWhole || number == number.rounded()
        else {
            let (low, high) = (setting.range.lowerBound.shortest, setting.range.upperBound.shortest)
            let kind = setting.isWhole ? "a whole number" : "a number"
            throw CommandError.usage(
                "assess: --set \(name): not \(kind) from \(low) to \(high) (got \"\(value)\")",
                hints: setting.isShare ? ["A share is written 0.2 or 20%"] : [])
        }
        setting.write(&terms, number)
    }

    /// Sets one price.
    static func price(_ text: String, in prices: inout AssessmentPrices) throws(CommandError) {
        let (name, value) = try parts(
            text, option: "price", names: AssessmentPrices.Item.allCases.map(\.rawValue))
        guard let item = AssessmentPrices.Item(rawValue: name) else { return }
        guard let money = Money(decimal: value) else {
            throw CommandError.usage("assess: --price \(name): not a price in USD (got \"\(value)\"); write 3.00")
        }
        prices.known[item] = Sourced(money, place: "--price")
        // The allowance belongs to the price of the table.
        if item == .storage { prices.freeStorage = 0 }
    }

    private static func parts(
        _ text: String, option: String, names: [String]
    ) throws(CommandError) -> (name: String, value: String) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else {
            throw CommandError.usage(
                "assess: --\(option) \(text): no \"=\"", hints: ["Write --\(option) \(names[0])=NUMBER"])
        }
        guard names.contains(parts[0]) else {
            throw CommandError.usage(
                "assess: --\(option): \"\(parts[0])\" is none of \(names.joined(separator: ", "))"
                    + NearestName.question(parts[0], among: names))
        }
        return (parts[0], parts[1])
    }
}
