import FineTuning
import HTTPServer
import JSONText

/// A model that can be asked, and tuned.
struct SimulatedModel {
    var id: String
    var createdAt: UnixTime
    var ownedBy: String
    /// `YYYY-MM-DD`, or nil when none is announced.
    var shutdownDate: String?
    /// Whether its end is shown as none once it is over: that of a built-in model, with which the simulator goes on.
    var isEndHiddenAfterIt = false
    /// What a tuned model learned from; nil for a base model.
    var lesson: Lesson?

    /// Where a tuned model's answers come from.
    struct Lesson {
        /// The job that made it.
        var job: String
        /// Kept although the uploaded file may be deleted.
        var content: ServerBody
        /// Made when the model is asked for the first time.
        var index: AnswerIndex?
    }

    /// As the API shows it at a moment.
    func json(at now: UnixTime) -> JSONValue {
        let end = shutdownDate.flatMap { CalendarDay($0) }?.start
        let isOver = end.map { $0 <= now } ?? false
        let shutdownDate = isOver && isEndHiddenAfterIt ? nil : shutdownDate
        return .object([
            "id": .string(id), "object": .string("model"), "created": .integer(createdAt.seconds),
            "owned_by": .string(ownedBy), "shutdown_date": .text(shutdownDate),
        ])
    }

    /// The base models of the API reference, and the dates announced for them.
    ///
    /// The dates are shown as long as they are ahead, and do nothing here.
    static let base: [SimulatedModel] = [
        base("gpt-4o-mini-2024-07-18", created: 1_721_172_717), base("gpt-4o-2024-08-06", created: 1_722_814_719),
        base("gpt-4.1-mini-2025-04-14", created: 1_744_317_547), base("gpt-4.1-2025-04-14", created: 1_744_315_746),
    ]

    /// The model that takes reinforcement, where it can still be tuned.
    static let reasoning = SimulatedModel(
        id: "o4-mini-2025-04-16", createdAt: UnixTime(seconds: 1_744_133_506), ownedBy: "system")

    /// Names that mean a snapshot.
    static let aliases = [
        "gpt-4o-mini": "gpt-4o-mini-2024-07-18", "gpt-4o": "gpt-4o-2024-08-06",
        "gpt-4.1-mini": "gpt-4.1-mini-2025-04-14", "gpt-4.1": "gpt-4.1-2025-04-14",
    ]

    private static func base(_ id: String, created: Int64) -> SimulatedModel {
        SimulatedModel(
            id: id, createdAt: UnixTime(seconds: created), ownedBy: "system", shutdownDate: "2027-01-14",
            isEndHiddenAfterIt: true, lesson: nil)
    }
}
