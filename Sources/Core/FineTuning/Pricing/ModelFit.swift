/// Whether a model can learn what a file holds, by a method, on a day: what is known of the model against the plan.
package struct ModelFit: Hashable, Sendable {
    /// What the rows of a file hold, as far as a model may not take it.
    package struct Contents: Hashable, Sendable {
        package var hasImages: Bool
        package var hasTools: Bool

        package init(hasImages: Bool = false, hasTools: Bool = false) {
            self.hasImages = hasImages
            self.hasTools = hasTools
        }
    }

    /// The model, as it was asked for.
    package let model: ModelName
    /// What is known of it.
    package let facts: ModelFacts?
    /// Whether a table has the model by its name, and not only as one of a family.
    package let isListed: Bool
    /// The known model whose name is most like an unknown one.
    package let nearest: ModelName?
    /// The day that is judged by.
    package let today: CalendarDay
    /// Whether a job at OpenAI itself is meant: the built-in figures are of no other server.
    package let isOpenAI: Bool
    /// Whether somebody named the model for this file; a configured one that does not fit is only worth a word.
    package let isNamed: Bool

    package init(
        model: ModelName, facts: ModelFacts?, isListed: Bool, nearest: ModelName?, today: CalendarDay,
        isOpenAI: Bool, isNamed: Bool
    ) {
        self.model = model
        self.facts = facts
        self.isListed = isListed
        self.nearest = nearest
        self.today = today
        self.isOpenAI = isOpenAI
        self.isNamed = isNamed
    }

    /// Why the model may not take the plan.
    package enum Problem: Hashable, Sendable {
        /// It was shut down.
        case shutDown(Sourced<CalendarDay>)
        /// It can no longer be tuned.
        case noLongerTuned(Sourced<CalendarDay>)
        /// It cannot be tuned yet.
        case notYetTuned(Sourced<CalendarDay>)
        /// No table has it.
        case unknown
        /// It is tuned by other methods, or by none.
        case method(String, taken: Sourced<[String]>)
        /// It learns from no images.
        case noImages(Sourced<Bool>)
        /// Nobody says that it learns from images.
        case imagesUnknown
        /// It learns no function calls.
        case noTools(Sourced<Bool>)

        /// Whether it is certain, by the figures, that the server refuses the job.
        ///
        /// A model that was shut down answers nobody. The days between which jobs are created are not certain: they are
        /// moved, and the server alone knows which of them holds for an organization.
        package var isCertain: Bool {
            switch self {
            case .shutDown, .method, .noImages, .noTools: true
            case .noLongerTuned, .notYetTuned, .unknown, .imagesUnknown: false
            }
        }
    }

    /// What speaks against a job of that method from that file; what stops the whole model comes first, and alone.
    ///
    /// - Parameter method: its word at the API: `supervised`, `dpo` or `reinforcement`.
    package func problems(method: String, _ contents: Contents) -> [Problem] {
        guard isListed, let facts else { return isOpenAI ? [.unknown] : [] }
        if let day = known(facts.shutdown), day.value <= today { return [.shutDown(day)] }
        if let day = known(facts.tunableUntil), day.value <= today { return [.noLongerTuned(day)] }
        if let day = known(facts.tunableSince), day.value > today { return [.notYetTuned(day)] }
        var problems: [Problem] = []
        if let methods = known(facts.methods), !methods.value.contains(method) {
            problems.append(.method(method, taken: methods))
        }
        if contents.hasImages {
            if let images = known(facts.images) {
                if !images.value { problems.append(.noImages(images)) }
            } else if isOpenAI {
                problems.append(.imagesUnknown)
            }
        }
        if contents.hasTools, let tools = known(facts.tools), !tools.value { problems.append(.noTools(tools)) }
        return problems
    }

    /// A figure that holds for the server: a built-in one is OpenAI's.
    private func known<Value>(_ figure: Sourced<Value>?) -> Sourced<Value>? {
        isOpenAI || figure?.place != nil ? figure : nil
    }
}
