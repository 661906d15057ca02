import FineTuning
import Testing

@Suite struct SubmissionSamenessTests {
    private let plan = SubmissionPlan(
        model: ModelName("m"), training: .init(path: "/a", bytes: 5, sha256: "11"),
        hyperparameters: Hyperparameters(epochs: .value("3")), seed: 7)

    @Test func whereTheFileLiesMakesNoOtherJob() {
        var other = plan
        other.training.path = "/b"
        other.keepsFile = true
        other.metadata = [MetadataPair(key: "k", value: "v")]
        #expect(plan.makesSameJob(as: other))
    }

    @Test func eachPartOfThePlanMakesAnotherJob() {
        let changes: [(inout SubmissionPlan) -> Void] = [
            { $0.account = AccountName("x") }, { $0.model = ModelName("x") }, { $0.training.sha256 = "22" },
            { $0.validation = .init(path: "/v", bytes: 1, sha256: "33") }, { $0.suffix = "x" },
            { $0.method = .preference }, { $0.hyperparameters.epochs = .value("4") }, { $0.seed = 8 },
            { $0.learningRate = "0.1" },
        ]
        for change in changes {
            var other = plan
            change(&other)
            #expect(!plan.makesSameJob(as: other))
        }
    }

    @Test(
        arguments: [
            (Hyperparameters(epochs: .value("3.0"), batchSize: .value("1")), Int64(7), "supervised", true),
            (Hyperparameters(epochs: .auto), 7, nil, false), (Hyperparameters(epochs: .value("4")), 7, nil, false),
            (Hyperparameters(epochs: .value("3")), 8, nil, false), (Hyperparameters(), 7, "dpo", false),
        ] as [(Hyperparameters, Int64, String?, Bool)])
    func aJobIsComparedAsFarAsItTells(_ knobs: Hyperparameters, _ seed: Int64, _ method: String?, _ isSame: Bool) {
        let job = Job(
            id: JobID("ftjob-1"), createdAt: UnixTime(seconds: 1), status: .running, model: ModelName("m"), seed: seed,
            method: method, hyperparameters: knobs)
        #expect(plan.mayHaveMade(job) == isSame)
    }
}
