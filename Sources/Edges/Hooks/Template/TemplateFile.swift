import Files
import Text

/// A file with a template.
struct TemplateFile {
    private static let longest = 64 << 10
    private let path: String

    init(_ path: String) { self.path = path }

    /// Reads it.
    ///
    /// - Throws: why it cannot be used, with the line where there is one.
    func template(_ media: TemplateMedia) throws(HookProblem) -> NoticeTemplate {
        let text = try text()
        do throws(TemplateProblem) { return try NoticeTemplate(text, media: media) } catch {
            throw HookProblem("template-file", "\(path.printable):\(error.line): \(error.text)")
        }
    }

    private func text() throws(HookProblem) -> String {
        func refusal(_ cause: String, mayPass: Bool = false) -> HookProblem {
            HookProblem("template-file", "\(path.printable): \(cause)", mayPass: mayPass)
        }
        let file: RegularFile
        do throws(RegularFileError) { file = try RegularFile(path, followsLinks: true) } catch {
            switch error {
            case .notOpened(let cause), .notExamined(let cause):
                throw refusal("cannot be read: \(cause)", mayPass: cause.mayPass)
            case .notRegular: throw refusal("is not a regular file")
            }
        }
        if let weakness = file.weakness { throw refusal(weakness) }
        let bytes: [UInt8]
        do throws(SystemError) { bytes = try file.bytes(limit: Self.longest + 1) } catch {
            throw refusal("cannot be read: \(error)", mayPass: error.mayPass)
        }
        guard bytes.count <= Self.longest else { throw refusal("has more than 64 KiB") }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw refusal("is not UTF-8 text") }
        return text.hasPrefix("\u{FEFF}") ? String(text.unicodeScalars.dropFirst()) : text
    }
}
