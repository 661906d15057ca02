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
        let answer = try answer(of: model, to: asked)
        let (content, reason) = asked.limited(answer.text ?? "")
        let calls = answer.calls.map { call in
            ChatReply.Call(id: answerIDs.id("call_"), name: call.name, arguments: call.arguments)
        }
        let id = answerIDs.id("chatcmpl-", length: 29)
        let reply = ChatReply(
            id: id, created: now, model: model.id, content: calls.isEmpty ? content : answer.text,
            calls: calls, reason: calls.isEmpty ? reason : "tool_calls", choices: asked.choices,
            promptTokens: asked.promptTokens, hasLogProbabilities: asked.wantsLogProbabilities)
        usage.add(model: model.id, input: reply.promptTokens, output: reply.completionTokens, at: now)
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
    private mutating func answer(
        of model: SimulatedModel, to asked: ChatRequest
    ) throws(ErrorReply) -> AnswerIndex.Answer {
        guard let position = models.firstIndex(where: { $0.id == model.id }), var lesson = model.lesson else {
            let topic = asked.prompt.split(whereSeparator: \.isWhitespace).prefix(12).joined(separator: " ")
            return AnswerIndex.Answer(
                text: topic.isEmpty
                    ? "Hello! How can I help you today?"
                    : "You ask: \"\(topic)\". There is more than one way to see this; in general it depends on the context."
            )
        }
        let index = lesson.index ?? AnswerIndex(lesson.content)
        lesson.index = index
        models[position].lesson = lesson
        return index.answer(
            to: asked.prompt, in: lesson.content, after: asked.answersCall, mayCall: asked.mayCall)
            ?? AnswerIndex.Answer(text: "")
    }
}
