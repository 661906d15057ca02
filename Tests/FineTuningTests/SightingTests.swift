import FineTuning
import Testing

@Suite struct SightingTests {
    /// The rules of what is news, as a table: what was stored, what is seen, what the account knew.
    struct Row: Sendable {
        var known: JobStatus?
        var seen: JobStatus
        var finishedAt: Int64? = 5_000
        var listing: Int64?
        var confirmed = false
        var sighting: Sighting
    }

    static let rows: [Row] = [
        // First sight of a job that can still change tells nothing, whatever the account knew.
        Row(known: nil, seen: .running, listing: nil, sighting: .appeared(.unfinished)),
        Row(known: nil, seen: .queued, listing: 9_000, sighting: .appeared(.unfinished)),
        Row(known: nil, seen: .unrecognized("pending"), listing: 9_000, sighting: .appeared(.unfinished)),
        // First sight of a finished job: history on the first start, news after a complete listing before its end.
        Row(known: nil, seen: .succeeded, listing: nil, sighting: .appeared(.history)),
        Row(known: nil, seen: .succeeded, listing: 4_000, sighting: .appeared(.news)),
        Row(known: nil, seen: .failed, listing: 4_000, sighting: .appeared(.news)),
        Row(known: nil, seen: .cancelled, listing: 5_599, sighting: .appeared(.news)),
        Row(known: nil, seen: .succeeded, listing: 5_600, sighting: .appeared(.history)),
        // Without finished_at the creation (1,000) decides.
        Row(known: nil, seen: .failed, finishedAt: nil, listing: 1_599, sighting: .appeared(.news)),
        Row(known: nil, seen: .failed, finishedAt: nil, listing: 1_600, sighting: .appeared(.history)),
        // A known job.
        Row(known: .running, seen: .running, listing: 9_000, sighting: .unchanged),
        Row(known: .running, seen: .succeeded, listing: nil, sighting: .moved(from: .running)),
        Row(known: .paused, seen: .running, listing: 9_000, sighting: .moved(from: .paused)),
        Row(
            known: .unrecognized("pending"), seen: .queued, listing: 9_000,
            sighting: .moved(from: .unrecognized("pending"))),
        // A finished job is believed to be anything else only when it was fetched by its id.
        Row(known: .succeeded, seen: .running, listing: 9_000, sighting: .doubtful(was: .succeeded)),
        Row(known: .failed, seen: .succeeded, listing: 9_000, sighting: .doubtful(was: .failed)),
        Row(known: .succeeded, seen: .running, listing: 9_000, confirmed: true, sighting: .reopened(from: .succeeded)),
    ]

    @Test(arguments: rows)
    func aLookMeans(_ row: Row) {
        var seen = Job(
            id: JobID("ftjob-1"), createdAt: UnixTime(seconds: 1_000), status: row.seen, model: ModelName("m"),
            finishedAt: row.seen.isTerminal ? row.finishedAt.map(UnixTime.init(seconds:)) : nil)
        var known: Job?
        if let status = row.known {
            known = seen
            known?.status = status
        }
        #expect(
            Sighting.judge(
                known: known, seen: seen, lastCompleteListing: row.listing.map(UnixTime.init(seconds:)),
                confirmed: row.confirmed) == row.sighting)
        seen.trainedTokens = 7
        if row.known == row.seen {
            #expect(
                Sighting.judge(known: known, seen: seen, lastCompleteListing: nil, confirmed: false) == .updated)
        }
    }

    @Test func pausedToRunningToPausedIsTwoTransitions() {
        var job = Job(
            id: JobID("ftjob-1"), createdAt: UnixTime(seconds: 1), status: .paused, model: ModelName("m"))
        var told: [NoticeType?] = []
        for (number, status) in [JobStatus.running, .paused].enumerated() {
            var seen = job
            seen.status = status
            let sighting = Sighting.judge(known: job, seen: seen, lastCompleteListing: nil, confirmed: false)
            let transition = Transition(
                sighting, of: seen, account: .default, id: NoticeID("evt_\(number)"), at: UnixTime(seconds: 2))
            told.append(transition?.noticeType)
            job = seen
        }
        #expect(told == [.jobRunning, .jobPaused])
    }

    @Test func historyAndDoubtMakeNoTransition() {
        let job = Job(id: JobID("j"), createdAt: UnixTime(seconds: 1), status: .succeeded, model: ModelName("m"))
        let silent: [Sighting] = [
            .unchanged, .updated, .doubtful(was: .failed), .appeared(.history), .appeared(.unfinished),
        ]
        for sighting in silent {
            #expect(
                Transition(sighting, of: job, account: .default, id: NoticeID("e"), at: UnixTime(seconds: 1)) == nil)
        }
    }
}
