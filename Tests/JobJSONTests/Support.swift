import FineTuning
import JSONText
import JobJSON

/// A job with these members besides those it needs.
func job(_ members: String = "") throws -> Job? {
    let text =
        #"{"object":"fine_tuning.job","id":"ftjob-1","created_at":1721764800,"status":"queued","model":"gpt-4o-mini""#
    return Job(wire: try JSONValue.parse(text + (members.isEmpty ? "}" : ",\(members)}")))
}

/// An event with these members besides those it needs.
func event(_ members: String) throws -> JobEvent? {
    let text = #"{"object":"fine_tuning.job.event","id":"ftevent-1","created_at":1721764800,\#(members)}"#
    return JobEvent(wire: try JSONValue.parse(text))
}
