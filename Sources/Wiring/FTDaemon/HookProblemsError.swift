import ConfigurationText
import FineTuning
import Hooks
import Settings

/// What keeps configured hooks from working, each with the line of the configuration.
struct HookProblemsError: Error, Equatable, CustomStringConvertible {
    private let problems: ConfigurationError
    /// Whether all of it may pass without a person.
    let mayPass: Bool

    /// Nil where nothing was found.
    init?(_ found: [(hook: HookName, problem: HookProblem)], in settings: Settings) {
        guard !found.isEmpty else { return nil }
        problems = ConfigurationError(
            found.map { hook, problem in
                let place = settings.hookPlaces[hook]
                return ConfigurationError.Problem(
                    file: place?.file ?? "built-in", line: place?.line(of: problem.key),
                    text: "\(place?.section ?? "hook.\(hook)").\(problem.key): \(problem.description)")
            })
        mayPass = found.allSatisfy(\.problem.mayPass)
    }

    /// One line for each fault.
    var description: String { problems.description }
}
