/// Where the create call of a server wants the hyperparameters.
public enum HyperparameterPlace: String, Hashable, Sendable, CaseIterable {
    /// Inside `method`, as OpenAI has it.
    case method
    /// As `hyperparameters` at the top, as OpenAI had it before, and others still do.
    case top
    /// In both places: each server reads its own.
    case both
}
