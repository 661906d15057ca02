import FineTuning
import Text

extension ModelFit {
    /// What speaks against the model, and what to do.
    func sentence(_ problem: Problem) -> String {
        let name = model.rawValue.printable(limit: 100)
        let other = isNamed ? "choose another one: --model MODEL" : "name the model that you want: --model MODEL"
        switch problem {
        case .shutDown(let day):
            return "\(name) was shut down on \(day.value) (\(Self.origin(day))): it cannot be tuned; \(other)"
        case .noLongerTuned(let day):
            return "\(name) can no longer be tuned, since \(day.value) (\(Self.origin(day))); \(other)"
        case .notYetTuned(let day):
            return "\(name) can be tuned from \(day.value) on (\(Self.origin(day))); \(other)"
        case .unknown:
            let hint = nearest.map { "; did you mean \($0.rawValue.printable)?" } ?? ""
            return "no table has a model \(name)\(hint)"
        case .method(let method, let taken):
            let words =
                taken.value.isEmpty ? "it cannot be tuned" : "it takes \(taken.value.joined(separator: " and "))"
            return "\(name) does not take \(method): \(words) (\(Self.origin(taken))); \(other)"
        case .noImages(let images):
            return "the rows show images, from which \(name) does not learn (\(Self.origin(images))); \(other)"
        case .imagesUnknown:
            return "the rows show images, and no table says that \(name) learns from them; \(other)"
        case .noTools(let tools):
            return "the rows declare tools, which \(name) does not learn to call (\(Self.origin(tools))); \(other)"
        }
    }

    /// Who says so, and when.
    private static func origin<Value>(_ figure: Sourced<Value>) -> String {
        [figure.source?.printable, figure.origin].compactMap(\.self).joined(separator: ", ")
    }
}
