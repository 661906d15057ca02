@testable import TrainingData

/// Templates of messages: the text of a template is a template again.
enum TemplateFuzzing {
    static func run(on input: [UInt8]) throws {
        let text = String(decoding: input, as: UTF8.self)
        let verbatim = MessageTemplate(verbatim: text)
        try promise(try MessageTemplate(verbatim.source).pieces == verbatim.pieces, "verbatim text is read otherwise")
        let template: MessageTemplate
        do throws(TemplateError) { template = try MessageTemplate(text) } catch {
            let columns = 1...max(1, text.unicodeScalars.count)
            try promise(columns.contains(error.column), "a problem in column \(error.column)")
            return try promiseSentence(error.description)
        }
        let again = try MessageTemplate(MessageTemplate(pieces: template.pieces).source)
        try promise(again.pieces == template.pieces, "other pieces after writing the template down")
    }
}
