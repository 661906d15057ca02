extension Look {
    /// What a look is at: the store reads what is known of that, and of nothing else.
    package enum Scope: Equatable, Sendable {
        /// A page of a listing, and the listing's number.
        case page(Page<Job>, listing: Int64)
        /// A job that was fetched by its id.
        case job(Job)
        /// A job that the API answers with 404.
        case missing(JobID)
        /// Jobs whose signs of life are judged.
        case stalls([JobID])
        /// A job of which new numbers are known.
        case training(JobID)
        /// The account itself.
        case account

        /// The jobs that the server shows.
        package var jobs: [Job] {
            switch self {
            case .page(let page, _): page.items
            case .job(let job): [job]
            case .missing, .stalls, .training, .account: []
            }
        }

        /// The jobs of which the store is asked.
        package var ids: [JobID] {
            switch self {
            case .page, .job: jobs.map(\.id)
            case .missing(let id), .training(let id): [id]
            case .stalls(let ids): ids
            case .account: []
            }
        }

        /// The listing that the page belongs to.
        package var listing: Int64? {
            switch self {
            case .page(_, let listing): listing
            case .job, .missing, .stalls, .training, .account: nil
            }
        }

        /// The jobs that may be announced without being shown.
        package var unshown: [JobID] {
            switch self {
            case .page, .job, .account: []
            case .missing(let id), .training(let id): [id]
            case .stalls(let ids): ids
            }
        }

        /// Whether the server lists oldest first, so that the last known job is asked for.
        package var needsLastKnown: Bool { PageOrder(jobs.map(\.createdAt)) == .oldestFirst }
    }

    /// A page's place in the listing it belongs to.
    package struct Place: Hashable, Sendable {
        /// What a listing is read for.
        package enum Purpose: Hashable, Sendable {
            /// For what is new.
            case news
            /// For everything, as nothing was listed before: where it is cut short, it goes on behind its last page.
            case first
            /// For what paging missed, since that time: each page counts as a listing of its own.
            case full(started: UnixTime)
        }

        /// The number of the listing, the same for all its pages.
        package var listing: Int64
        /// What the listing's date is once it is complete, by the server's clock.
        package var date: UnixTime
        /// What it is read for.
        package var purpose: Purpose

        /// Describes a place.
        package init(listing: Int64, date: UnixTime, purpose: Purpose = .news) {
            self.listing = listing
            self.date = date
            self.purpose = purpose
        }

        /// Whether the page counts as a listing of its own, wherever the walk stands.
        var isWhole: Bool {
            switch purpose {
            case .full: true
            case .news, .first: false
            }
        }
    }

    /// What a page of the listing means.
    package struct PageMeaning: Hashable, Sendable {
        /// What is to be written.
        package var changes: AccountChanges
        /// Where the listing goes on.
        package var step: ListingWalk.Step
        /// Finished jobs that show another status, and those whose models have no names yet: to be fetched by their ids.
        package var doubtful: [JobID]
    }
}
