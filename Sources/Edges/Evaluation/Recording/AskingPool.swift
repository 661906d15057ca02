import Dispatch
import FineTuning
import Synchronization

/// Asks one server many questions, several at once, each in a thread of its own; all is decided on the caller's thread.
struct AskingPool {
    /// What came of one question at last: an answer, or a failure that stays.
    struct Arrival {
        /// The question's place.
        let index: Int
        let result: Result<ChatAnswer, ProviderError>
        /// From the last sending on.
        let latency: Duration
    }

    /// What the pool asks of its owner; called on the thread that runs it.
    struct Owner {
        /// How many questions there are.
        let count: Int
        /// The question at a place.
        let question: (Int) -> ChatQuestion
        /// The tokens that it is likely to take.
        let tokens: (Int) -> Int
        /// Whether it may be sent as far as money goes; a yes counts as spent.
        let allows: (Int) -> Bool
        /// Whether nothing more is to be sent.
        let isStopped: () -> Bool
        /// Takes what came of a question.
        let take: (Arrival) -> Void
        /// Told several times a second why nothing is sent; nil while something is under way.
        let watch: (AskingRun.Hold?) -> Void
    }

    let provider: any Provider
    let bounds: AskingPace.Bounds
    let isFresh: Bool
    let effects: AskingRun.Effects

    private static let turn: Duration = .milliseconds(100)

    /// Asks until everything is answered, or why not.
    func run(_ owner: Owner) -> AskingRun.Stop? {
        var pace = AskingPace(bounds, at: effects.uptime())
        let inbox = Inbox()
        let queues = (0..<min(bounds.concurrency, max(owner.count, 1))).map { DispatchQueue(label: "asking.\($0)") }
        var free = Array(queues.indices)
        var next = 0
        var again: [(index: Int, tries: Int)] = []
        var lastError: ProviderError?
        var stop: AskingRun.Stop?
        while true {
            var pause = Self.turn
            var hold: AskingRun.Hold?
            while stop == nil, next < owner.count || !again.isEmpty {
                if owner.isStopped() {
                    stop = .interrupted
                    break
                }
                let (index, tries) = again.first ?? (next, 0)
                let tokens = owner.tokens(index)
                guard !free.isEmpty, let wait = pace.wait(tokens: tokens, at: effects.uptime()) else { break }
                guard wait == .zero else {
                    pause = min(pause, wait)
                    if free.count == queues.count { hold = AskingRun.Hold(duration: wait, error: lastError) }
                    break
                }
                // What is asked again was allowed, and its money is set aside.
                guard !again.isEmpty || owner.allows(index) else {
                    stop = .budget
                    break
                }
                if again.isEmpty { next += 1 } else { again.removeFirst() }
                pace.started(tokens: tokens, at: effects.uptime())
                let worker = free.removeLast()
                send(owner.question(index), Ticket(index: index, tries: tries + 1, worker: worker), queues, inbox)
            }
            if free.count == queues.count, stop != nil || (next >= owner.count && again.isEmpty) { return stop }
            for letter in inbox.take(within: pause) {
                free.append(letter.ticket.worker)
                let ticket = letter.ticket
                let arrival = Arrival(index: ticket.index, result: letter.result, latency: letter.latency)
                switch letter.result {
                case .success(let answer):
                    pace.answered(answer.allowance, at: effects.uptime())
                    lastError = nil
                    owner.take(arrival)
                case .failure(let error):
                    let verdict = pace.failed(
                        error.kind, tries: ticket.tries, isFresh: isFresh, at: effects.uptime(),
                        jitter: effects.jitter())
                    lastError = error
                    switch verdict {
                    case .again: again.append((ticket.index, Self.counts(error.kind) ? ticket.tries : ticket.tries - 1))
                    case .failed: owner.take(arrival)
                    case .stop: stop = stop ?? .provider(error)
                    }
                }
            }
            owner.watch(hold)
        }
    }

    /// Whether a failure is one of the question's tries: to be told to wait is none.
    private static func counts(_ kind: FailureKind) -> Bool {
        switch kind {
        case .rateLimited, .notFound: false
        case .unauthorized, .forbidden, .quota, .limitReached, .invalidRequest, .server, .unreachable, .badReply,
            .notTheAPI, .cancelled:
            true
        }
    }

    private func send(_ question: ChatQuestion, _ ticket: Ticket, _ queues: [DispatchQueue], _ inbox: Inbox) {
        let provider = provider
        queues[ticket.worker].async {
            let start = DispatchTime.now().uptimeNanoseconds
            let result: Result<ChatAnswer, ProviderError>
            do throws(ProviderError) { result = .success(try provider.chat(question)) } catch {
                result = .failure(error)
            }
            let took = DispatchTime.now().uptimeNanoseconds - start
            inbox.put(Letter(ticket: ticket, result: result, latency: .nanoseconds(Int64(clamping: took))))
        }
    }

    private struct Ticket {
        let index: Int
        /// How often it has been sent, this time included.
        let tries: Int
        let worker: Int
    }

    private struct Letter {
        let ticket: Ticket
        let result: Result<ChatAnswer, ProviderError>
        let latency: Duration
    }

    /// What the threads have brought and nobody has read.
    private final class Inbox: Sendable {
        private let letters = Mutex<[Letter]>([])
        private let arrived = DispatchSemaphore(value: 0)

        func put(_ letter: Letter) {
            letters.withLock { $0.append(letter) }
            arrived.signal()
        }

        /// All that is there; waits so long for the first.
        func take(within bound: Duration) -> [Letter] {
            _ = arrived.wait(
                timeout: .now() + .nanoseconds(Int(clamping: bound.components.attoseconds / 1_000_000_000)))
            return letters.withLock { letters in
                defer { letters = [] }
                return letters
            }
        }
    }
}
