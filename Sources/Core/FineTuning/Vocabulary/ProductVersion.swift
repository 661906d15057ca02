/// The version of all that is built together: `ftd`, `ftctl`, `ftsim` and the library.
public enum ProductVersion {
    /// Semantic versioning 2.0.
    public static let text = "0.1.0"
}
