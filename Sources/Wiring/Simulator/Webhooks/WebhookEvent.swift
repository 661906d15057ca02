import FineTuning
import JSONText

/// The end of a job as OpenAI's own webhooks tell it (API reference, section 4).
struct WebhookEvent: Sendable, Equatable {
    /// `wh_…`: the same at every attempt.
    let deliveryID: String
    /// What is sent.
    let body: [UInt8]

    /// Nil for a status that no webhook tells.
    init?(_ status: JobStatus, job: String, at time: UnixTime, ids: inout SeededGenerator) {
        let word: String
        switch status {
        case .succeeded: word = "succeeded"
        case .failed: word = "failed"
        case .cancelled: word = "cancelled"
        case .validatingFiles, .queued, .running, .paused, .unrecognized: return nil
        }
        deliveryID = ids.id("wh_")
        body = JSONWriter.bytes(
            .object([
                "id": .string(ids.id("evt_")), "object": .string("event"), "created_at": .integer(time.seconds),
                "type": .string("fine_tuning.job.\(word)"), "data": .object(["id": .string(job)]),
            ]))
    }
}

extension SimulatedAPI {
    /// Notes a job that ended, for the webhook.
    mutating func noteEnd(of job: String, _ status: JobStatus, at time: UnixTime) {
        guard settings.keepsEvents,
            let event = WebhookEvent(status, job: job, at: time, ids: &answerIDs)
        else { return }
        webhookEvents.append(event)
    }

    /// The events since the last call, everything up to that moment included.
    mutating func takeWebhookEvents(at callerTime: UnixTime) -> [WebhookEvent] {
        settle(at: callerTime + skipped)
        defer { webhookEvents = [] }
        return webhookEvents
    }
}
