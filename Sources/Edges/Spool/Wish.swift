package import FineTuning
import JSONText

/// What a user asks of `ftd` about a submission that `ftd` has in hand.
package enum Wish: Hashable, Sendable {
    /// To go on at once: one that is parked tries now, one whose job was given up is created once more.
    case again(SubmissionID)
    /// To give it up: nothing more is done for it.
    case drop(SubmissionID)

    /// The submission that it is about.
    package var submission: SubmissionID {
        switch self {
        case .again(let id), .drop(let id): id
        }
    }

    private var word: String {
        switch self {
        case .again: "again"
        case .drop: "drop"
        }
    }

    var json: JSONValue {
        .object([
            "version": .integer(1), "wish": .string(word), "submission": .string(submission.rawValue),
        ])
    }

    /// Reads a wish's file; nil when this version does not know it.
    init?(json: JSONValue) {
        guard json["version"]?.number?.integer == 1, let id = json["submission"]?.string.map({ SubmissionID($0) }),
            Spool.isName(id)
        else { return nil }
        switch json["wish"]?.string {
        case "again": self = .again(id)
        case "drop": self = .drop(id)
        case .some, nil: return nil
        }
    }
}

/// A wish as it lies in the spool.
package struct SpooledWish: Hashable, Sendable {
    /// What is asked.
    package let wish: Wish
    /// The user who asks, to whom the file belongs.
    package let user: UInt32
    let name: String
}
