import Glibc
import TestSupport
import Testing

/// Files beside the tests that hold what is expected to the last byte.
enum Golden {
    private static let folder = #filePath.replacing("Support/Golden.swift", with: "Golden")

    /// Compares a text with a file; with `FTD_WRITE_GOLDEN` set the file is written instead, for a person to read.
    static func expect(_ name: String, _ text: String) {
        let path = "\(folder)/\(name)"
        if getenv("FTD_WRITE_GOLDEN") != nil, let file = fopen(path, "we") {
            fputs(text, file)
            fclose(file)
        }
        #expect(contents(of: path) == text, "\(path)")
    }
}
