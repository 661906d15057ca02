@testable import ConfigurationText
@testable import Hooks
@testable import Settings

/// The text of a configuration: settings, or every problem with its line.
enum SettingsFuzzing {
    static func run(on input: [UInt8]) throws {
        let text = String(decoding: input, as: UTF8.self)
        let lines = text.utf8.count { $0 == 0x0A } + 1
        do throws(ConfigurationError) {
            _ = try Settings(reading: text, file: "ftd.conf", home: "/home/somebody", hookKinds: HookKinds.keys)
        } catch {
            try promise(!error.problems.isEmpty, "an error without a problem")
            for problem in error.problems {
                try promiseSentence(problem.description)
                try promise((1...lines).contains(problem.line ?? 1), "a problem on line \(problem.line ?? 0)")
            }
        }
    }
}
