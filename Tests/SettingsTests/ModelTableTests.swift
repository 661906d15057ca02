import ConfigurationText
import FineTuning
import Glibc
import Testing

@testable import Settings

@Suite struct ModelTableTests {
    private func facts(_ model: String, in table: ModelTable = .builtIn) -> ModelFacts? {
        table.facts(of: ModelName(model))
    }

    /// After a change of the built-in text: `FTD_UPDATE_EXAMPLE=1 swift test --filter ModelTableTests` writes the file.
    @Test func theFileInTheRepositoryIsTheBuiltInCopy() throws {
        let path =
            #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
            + "/config/models.conf"
        if getenv("FTD_UPDATE_EXAMPLE") != nil { try Scratch.write(ModelTable.builtInText, to: path, mode: 0o644) }
        #expect(try Scratch.text(of: path) == ModelTable.builtInText)
        #expect(ModelTable.builtInText.split(separator: "\n").filter { $0.count > 120 } == [])
    }

    @Test func everyBuiltInFigureHasADateAndASource() {
        for entry in ModelTable.builtIn.entries {
            let facts = entry.facts
            let prices = [
                facts.training, facts.trainingHour, facts.input, facts.cachedInput, facts.output, facts.baseInput,
                facts.baseOutput, facts.storageDay,
            ]
            for price in prices.compactMap(\.self) { #expect(price.date != nil && price.source != nil) }
            #expect(facts.dimensions?.source != nil || facts.dimensions == nil)
            #expect(facts.encoding?.date != nil || facts.encoding == nil)
            #expect(facts.exampleLimit?.source != nil || facts.exampleLimit == nil)
            #expect(facts.shutdown?.source != nil || facts.shutdown == nil)
        }
    }

    @Test func aModelHasItsFigures() throws {
        let mini = try #require(facts("gpt-4o-mini-2024-07-18"))
        #expect(mini.training?.value == Money(decimal: "3"))
        #expect(mini.training?.date == "2025-07")
        #expect(mini.input?.value == Money(decimal: "0.3"))
        #expect(mini.cachedInput?.value == Money(decimal: "0.15"))
        #expect(mini.output?.value == Money(decimal: "1.2"))
        #expect(mini.exampleLimit?.value == 65_536)
        #expect(mini.shutdown?.value == CalendarDay("2027-01-14"))
        #expect(mini.encoding?.value == "o200k_base")
        #expect(facts("o4-mini-2025-04-16")?.trainingHour?.value == Money(decimal: "100"))
        #expect(mini.baseInput?.value == Money(decimal: "0.15"))
        #expect(mini.baseOutput?.value == Money(decimal: "0.6"))
        let small = try #require(facts("text-embedding-3-small"))
        #expect(small.input?.value == Money(decimal: "0.02"))
        #expect((small.dimensions?.value, small.storageFree?.value) == (1_536, 1))
        #expect(small.storageDay?.value == Money(decimal: "0.1"))
    }

    @Test(arguments: ["gpt-4o-mini", "ft:gpt-4o-mini-2024-07-18:acme:tutor:A1", "ft:gpt-4o-mini:acme::B2"])
    func otherNamesOfAModelHaveItsFigures(name: String) {
        #expect(facts(name)?.training == facts("gpt-4o-mini-2024-07-18")?.training)
        #expect(facts(name)?.encoding?.value == "o200k_base")
    }

    @Test func whatNoSectionNamesIsUnknown() {
        #expect(facts("llama-3") == nil)
        #expect(facts("gpt-5.1")?.training == nil)
        #expect(facts("gpt-5.1")?.encoding?.value == "o200k_base")
    }

    @Test func anUpperFileChangesSingleFigures() throws {
        let directory = try Scratch()
        let path = try directory.file(
            "models.conf",
            """
            [model "gpt-4o-mini-2024-07-18"]
            training = 2.50
            [model "my-model"]
            training = 0.5 (2026-11-01, our contract)
            encoding = cl100k_base
            [model "gpt-4*"]
            example-limit = 9,000
            """)
        let table = try ModelTable.load([path])
        #expect(
            facts("gpt-4o-mini", in: table)?.training
                == Sourced(Money(nanodollars: 2_500_000_000), place: path))
        #expect(facts("gpt-4o-mini", in: table)?.input == facts("gpt-4o-mini")?.input)
        #expect(
            facts("ft:my-model:acme::A1", in: table)?.training
                == Sourced(Money(nanodollars: 500_000_000), date: "2026-11-01", source: "our contract", place: path))
        #expect(facts("gpt-4o-mini", in: table)?.exampleLimit?.value == 9_000)
        #expect(facts("gpt-4.1", in: table)?.exampleLimit?.value == 9_000)
    }

    /// The built-in figure of the snapshot won over the user's of its other name.
    @Test func anUpperFileMayUseAnyNameOfAModel() throws {
        let directory = try Scratch()
        let alias = try directory.file("alias.conf", "[model \"gpt-4o-mini\"]\ntraining = 9.00\n")
        let pattern = try directory.file("pattern.conf", "[model \"gpt-4o-m*\"]\ntraining = 7\n")
        for name in ["gpt-4o-mini", "gpt-4o-mini-2024-07-18", "ft:gpt-4o-mini-2024-07-18:acme::A1"] {
            #expect(facts(name, in: try ModelTable.load([alias]))?.training?.value == Money(decimal: "9"))
            #expect(facts(name, in: try ModelTable.load([pattern]))?.training?.value == Money(decimal: "7"))
            #expect(facts(name, in: try ModelTable.load([alias, pattern]))?.training?.value == Money(decimal: "7"))
        }
        #expect(facts("gpt-4o", in: try ModelTable.load([alias]))?.training == facts("gpt-4o")?.training)
    }

    @Test(arguments: [
        ("[model]\ntraining = 3", "models.conf:1: not a model's heading; write [model \"name\"]"),
        (
            "[model \"a\"]\n[model \"a\"]",
            "models.conf:2: [model \"a\"] is there already; write its keys there"
        ),
        (
            "[model \"a\"]\ntrainin = 3",
            "models.conf:2: model.a.trainin: unknown key; did you mean model.a.training?"
        ),
        (
            "[model \"a\"]\ntraining = cheap",
            "models.conf:2: model.a.training: not a price (got \"cheap\"); "
                + "write USD per million tokens, for example 3.00"
        ),
        (
            "[model \"a\"]\ntraining =",
            "models.conf:2: model.a.training: empty (got nothing); write a figure, or remove the line to keep the "
                + "built-in one"
        ),
        (
            "[model \"a\"]\ntraining = 3 (July)",
            "models.conf:2: model.a.training: not a date and a source (got \"3 (July)\"); "
                + "write for example 3.00 (2025-07, pricing page)"
        ),
        (
            "[model \"a\"]\nshutdown = 2027-02-29",
            "models.conf:2: model.a.shutdown: not a day (got \"2027-02-29\"); write for example 2027-01-14"
        ),
        (
            "[model \"a\"]\nexample-limit = 0",
            "models.conf:2: model.a.example-limit: not a number of tokens (got \"0\"); write for example 65536"
        ),
        (
            "[model \"a\"]\ndimensions = many",
            "models.conf:2: model.a.dimensions: not a number of dimensions (got \"many\"); write for example 1536"
        ),
        (
            "[model \"a\"]\nstorage-free = -1",
            "models.conf:2: model.a.storage-free: not a number of GB (got \"-1\"); write for example 1"
        ),
    ])
    func faultsAreNamedWithTheirLines(text: String, message: String) {
        #expect(throws: ConfigurationError.self) { try ModelTable(reading: text, file: "models.conf") }
        do throws(ConfigurationError) { _ = try ModelTable(reading: text, file: "models.conf") } catch {
            #expect(error.description == message)
        }
    }

    @Test func theUsersFileLiesAboveTheSystems() {
        let places = Places(environment: ["HOME": "/home/ada"], exists: { _ in true })
        #expect(places.modelFiles == ["/etc/ftd/models.conf", "/home/ada/.config/ftd/models.conf"])
        #expect(Places(environment: ["HOME": "/home/ada"], exists: { _ in false }).modelFiles == [])
    }
}

@Suite struct ModelOutlineTests {
    /// A section is read when it is asked for; what it says is what a reading of the whole text finds.
    @Test func everyBuiltInSectionIsWhatAWholeReadingFinds() throws {
        let whole = try ModelTable(reading: ModelTable.builtInText, file: nil).entries
        let outline = ModelTable.builtIn.entries
        #expect(outline.map(\.name) == whole.map(\.name))
        #expect(outline.map(\.aliases) == whole.map(\.aliases))
        for (section, read) in zip(outline, whole) { #expect(section.facts == read.facts, "\(section.name)") }
        #expect(whole.count > 10)
    }
}
