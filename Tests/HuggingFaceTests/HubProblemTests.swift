import FineTuning
import HTTPClient
import HuggingFace
import Synchronization
import TestSupport
import Testing
import TrainingData

@Suite struct HubProblemTests {
    private static func failing(
        _ status: Int, _ code: String? = nil, after: String? = nil, error: String = "no"
    ) -> ScriptedTransport.Step {
        .expect(
            HubAnswer.line(from: 0), status: status,
            headers: (code.map { [HTTPHeader("X-Error-Code", $0)] } ?? [])
                + (after.map { [HTTPHeader("Retry-After", $0)] } ?? []),
            json: "{\"error\":\"\(error)\"}")
    }

    @Test(
        arguments: [
            (failing(429, after: "20"), 20.1, "the server has had too many requests (429); asking again in 20 s"),
            (failing(429), 2, "the server has had too many requests (429); asking again in 2 s"),
            (
                failing(500, "ResponseNotReady", after: "7"), 7.1,
                "the server is not ready with these rows yet; asking again in 7 s"
            ),
            (failing(500, "UnexpectedApiError"), 2, "the server failed (500 UnexpectedApiError); asking again in 2 s"),
            (failing(500), 2, "the server failed (500); asking again in 2 s"),
            (failing(503), 2, "the server failed (503); asking again in 2 s"),
        ] as [(ScriptedTransport.Step, Double, String)])
    func whatPassesIsWaitedFor(step: ScriptedTransport.Step, wait: Double, notice: String) throws {
        let scene = HubScene([HubAnswer.splits(), step, HubAnswer.rows(from: 0, total: 1)])
        #expect(try prepared(scene.dataset()) == HubAnswer.examples(0..<1))
        #expect(scene.slept.map { ($0.inSeconds * 10).rounded() / 10 } == [wait])
        #expect(scene.noticed == [notice])
    }

    @Test func tenTriesAreEnough() throws {
        let scene = HubScene([HubAnswer.splits()] + Array(repeating: Self.failing(503), count: 10))
        #expect(
            try refusal(scene.dataset())
                == "hf:me/quiz: the server failed (503); gave up after 10 tries. "
                + "Run the same command again later to go on from there")
        scene.transport.finish()
        // 2, 4, 8, 16, 32 and then 60 seconds.
        #expect(scene.slept == [2, 4, 8, 16, 32, 60, 60, 60, 60].map { .seconds($0) })
    }

    @Test func aServerThatWantsMoreTimeThanWeHaveIsLeftAlone() throws {
        let scene = HubScene([HubAnswer.splits(), Self.failing(429, after: "3000")])
        #expect(
            try refusal(scene.dataset())
                == "hf:me/quiz: the server has had too many requests (429); it wants to be asked again in 50 min only. "
                + "Run the same command then to go on from there")
        #expect(scene.slept == [])
    }

    @Test func aFailureWithANameOfItsOwnIsBelievedAfterThreeTries() throws {
        let scene = HubScene(
            [HubAnswer.splits()]
                + Array(
                    repeating: Self.failing(500, "TransformRowsProcessingError", error: "bad\\u001b[2J rows"), count: 3)
        )
        #expect(
            try refusal(scene.dataset())
                == "hf:me/quiz: the server refused (500 TransformRowsProcessingError): \"bad\\u{1b}[2J rows\"")
        scene.transport.finish()
    }

    @Test(arguments: [
        (failing(501, "DatasetInBlockListError"), "the server refused (501 DatasetInBlockListError): \"no\""),
        (failing(422, "InvalidParameter"), "the server refused (422 InvalidParameter): \"no\""),
        (failing(418, "a\u{1B}b"), "the server refused (418 a\\u{1b}b): \"no\""),
        (
            failing(307),
            "the server sends us to another address (307), and the request goes nowhere but to its own; "
                + "correct hf.base-url"
        ),
    ])
    func whatStaysIsSaidAtOnce(step: ScriptedTransport.Step, message: String) throws {
        let scene = HubScene([HubAnswer.splits(), step])
        #expect(try refusal(scene.dataset()) == "hf:me/quiz: \(message)")
        #expect(scene.slept == [])
    }

    @Test func aLongErrorIsCut() throws {
        let scene = HubScene([
            HubAnswer.splits(), Self.failing(501, error: String(repeating: "x", count: 10_000)),
        ])
        #expect(
            try refusal(scene.dataset())
                == "hf:me/quiz: the server refused (501): \"" + String(repeating: "x", count: 300) + "…\"")
    }

    @Test func aServerThatCannotBeReachedAtFirstIsAMistakeAndLaterBadWeather() throws {
        let failure = HTTPTransportError(.couldNotConnect, origin: "https://x.example")
        let never = HubScene([.expect("GET /splits?dataset=me%2Fquiz", failure: failure)])
        #expect(try refusal(never.dataset()) == "hf:me/quiz: could not connect to https://x.example")
        #expect(never.slept == [])
        let later = HubScene([
            HubAnswer.splits(), .expect(HubAnswer.line(from: 0), failure: failure),
            HubAnswer.rows(from: 0, total: 1),
        ])
        #expect(try prepared(later.dataset()) == HubAnswer.examples(0..<1))
    }

    @Test func whoWantsToStopIsNotKeptWaiting() throws {
        let scene = HubScene([HubAnswer.splits(), Self.failing(503)])
        var dataset = try scene.dataset()
        let isRaised = Mutex(false)
        let slept = Mutex(0)
        dataset.effects?.sleep = { _ in
            slept.withLock { $0 += 1 }
            isRaised.withLock { $0 = true }
        }
        dataset.isCancelled = { isRaised.withLock { $0 } }
        let error = #expect(throws: HuggingFaceError.self) { _ = try prepared(dataset) }
        #expect(error?.reason == .cancelled)
        #expect(slept.withLock { $0 } == 1)
        scene.transport.finish()
    }
}
