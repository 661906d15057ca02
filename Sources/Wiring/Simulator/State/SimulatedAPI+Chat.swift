import FineTuning
import HTTPServer
import JSONText

extension SimulatedAPI {
    /// `POST /chat/completions`.
    ///
    /// - Parameter deployment: named by the path, where the path names one.
    mutating func chat(
        _ request: ServerRequest, deployment: String? = nil, at now: UnixTime
    ) throws(ErrorReply) -> ServerResponse {
        let asked = try ChatRequest(request.body.bytes)
        let model = try model(answeringTo: deployment ?? asked.model)
        let (content, reason) = asked.limited(try answer(of: model, to: asked.prompt))
        let id = answerIDs.id("chatcmpl-", length: 29)
        let reply = ChatReply(
            id: id, created: now, model: model.id, content: content, reason: reason, choices: asked.choices,
            promptTokens: asked.promptTokens)
        guard asked.streams else { return .json(reply.json) }
        return ServerResponse(
            status: 200, headers: ["Content-Type": "text/event-stream; charset=utf-8"],
            body: .pieces(reply.events(includesUsage: asked.includesUsage), pause: .milliseconds(1)))
    }

    private func model(answeringTo name: String) throws(ErrorReply) -> SimulatedModel {
        guard settings.likeness == .azure else { return try model(name) }
        guard let id = deployments[name] else { throw .noSuchDeployment }
        return try model(id)
    }

    /// A tuned model says what it learned; a base model speaks in general terms.
    private mutating func answer(of model: SimulatedModel, to prompt: String) throws(ErrorReply) -> String {
        guard let position = models.firstIndex(where: { $0.id == model.id }), var lesson = model.lesson else {
            let topic = prompt.split(whereSeparator: \.isWhitespace).prefix(12).joined(separator: " ")
            return topic.isEmpty
                ? "Hello! How can I help you today?"
                : "You ask: \"\(topic)\". There is more than one way to see this; in general it depends on the context."
        }
        let index = lesson.index ?? AnswerIndex(lesson.content)
        lesson.index = index
        models[position].lesson = lesson
        return index.answer(to: prompt, in: lesson.content) ?? ""
    }
}
