package import FineTuning
import Text

extension ModelShutdownNews {
    /// `gpt-4o-mini-2024-07-18 stops answering on 2027-01-14, in 30 days, and 12 models tuned from it; 14 jobs and 6 files
    /// are not exported: ftctl export -o keep`.
    package var sentence: String {
        let day = LocalTime(zone: .utc).date(end)
        let tuned = HumanText.count(models.count, "model")
        let text =
            "\(base.rawValue.printable) stops answering on \(day), in \(HumanText.count(daysLeft, "day")), with \(tuned) "
            + "tuned from it"
        guard !jobs.isEmpty || !files.isEmpty else { return "\(text); all of it is exported" }
        let parts = [
            jobs.isEmpty ? nil : HumanText.count(jobs.count, "job"),
            files.isEmpty ? nil : HumanText.count(files.count, "file"),
        ].compactMap(\.self)
        let verb = jobs.count + files.count == 1 ? "is" : "are"
        return "\(text); \(parts.joined(separator: " and ")) \(verb) not exported: ftctl export -o keep"
    }
}
