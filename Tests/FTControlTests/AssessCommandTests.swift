import Commands
import FineTuning
import JSONText
import TestSupport
import Testing
import Text

@testable import FTControl

/// Whole outputs, with estimated tokens: no rank file is needed.
@Suite struct AssessCommandTests {
    private let scene: RankFileScene
    init() throws { scene = try RankFileScene() }

    /// Twenty documents: five of this month, one without a time, one with a time that is none, the others of 2024; the
    /// last says what the first does.
    private static let corpus = (1...20).map { number -> String in
        let date =
            switch number {
            case 13...17: "\"2026-11-0\(number - 12)\""
            case 18: "null"
            case 19: "\"soon\""
            case _: "\"2024-05-01T12:00:00Z\""
            }
        let (chapter, island) = number == 20 ? (1, 7) : (number, number * 7)
        let text = "Chapter \(chapter) is about the rocks of island \(island)."
        return "{\"text\": \"\(text)\", \"updated_at\": \(date)}\n"
    }.joined()

    /// A model that no table has, so that none of its prices changes.
    private static let tutor = [
        "--model", "tutor", "--price", "training=3000", "--price", "tuned-input=0.3", "--price", "tuned-output=1.2",
        "--price", "base-input=0.15", "--price", "base-output=0.6", "--set", "prompt-tokens=0",
    ]

    private func assess(_ more: [String], terminal: Terminal = .none) throws -> TestProgram.Outcome {
        let path = try scene.file("corpus.jsonl", Self.corpus)
        return try scene.run(["assess", path] + more, terminal: terminal)
    }

    /// The key of the environment goes to OPENAI_BASE_URL, and OpenAI's prices mean nothing there.
    @Test func pricesFollowTheAddressOfTheKey() throws {
        let path = try scene.file("corpus.jsonl", Self.corpus)
        try scene.file("ftd.conf", "")
        let elsewhere = scene.environment.merging(["OPENAI_BASE_URL": "http://127.0.0.1:9/v1"]) { $1 }
        let outcome = TestProgram(environment: elsewhere)
            .run(["assess", path, "--queries", "1000", "-o", "json"], table: ControlProgram.table)
        let json = try JSONValue.parse(outcome.output)
        #expect(json["costs"]?["training_tokens"] != nil)
        #expect(json["costs"]?["training"] == .null)
        #expect(json["costs"]?["retrieval_query"] == .null)
    }

    private static let text = """
        ✔ both: split it
          3,000,000 queries a month are enough: a training is worth it from 20,750 on,
          and each query that needs no passages saves 0.00017 USD.
          65 % of the tokens are static; the rest changes and stays with retrieval.
            text        {text} (guessed by its name)
            time        updated_at (guessed by its name)
                        1 row without a time: line 18
                        1 row with a time that is none: line 19
            static      65 % of the documents, 65 % of the tokens: not changed for 180
                        days
            ages        <30d 25% · <90d 0% · <180d 0% · <1y 0% · <2y 0% · older 65% ·
                        unknown 10%
            overlap     5 % of the tokens said before, 0 % nearly
          with retrieval
            embedding   0.0000052 USD once, 0.0000013 USD a month for what changes
            storage     0.00 USD a month for 124 kB; 1 GB is free
            a query     0.00043 USD: 5 passages of 400 tokens, 50 asked, 200 answered
            a month     1,285.50 USD for 3,000,000 queries
          with the static part in tutor
            training    14.04 USD once: 156 tokens, 10 wordings, 3 epochs
            a query     0.00026 USD without passages
            a month     947.18 USD for 3,000,000 queries, the dynamic part retrieved
            break-even  10,375 queries a month earn the training within 12 months;
                        20,750 earn it 2 times
          what a price does not say
            - Facts are learned unreliably: with the same text, retrieval answered
              better (arXiv:2312.05934). A tuned model makes up the rest.
            - It names no sources, and what it learned can be neither corrected nor
              taken back but by another training.
            - Writing the training rows in several wordings costs as well, and is not in
              these figures.
            - Tuning teaches a manner well: format, tone, a task. If that is what you
              want, a few hundred rows will do.
            - Train on a sample first, and ask both the same held-out questions before
              you pay for all of it.
          taken for granted; change it with --set NAME=NUMBER
            question-tokens  50      a short question and its instructions
            answer-tokens    200     a paragraph
            wordings         10      a fact is learned from many wordings of it,
                                     not from one (arXiv:2312.05934)
            epochs           3       what the server chooses for most files
            least-static     20 %    below it, nearly all queries still need
                                     retrieval
            mostly-static    90 %    from it on, the rest hardly matters
            most-undated     20 %    beyond it, the static share is a guess
            prompt-tokens    0       instead of 20,000: so much fits into a
                                     cached prompt, without retrieval
            margin           2       making, checking and repeating a training
                                     costs too
          prices in USD; change them with --price NAME=USD or in models.conf
            training         3,000.00 USD for 1M tokens, from --price
            tuned-input      0.30 USD for 1M tokens, from --price
            tuned-output     1.20 USD for 1M tokens, from --price
            base-input       0.15 USD for 1M tokens, from --price
            base-output      0.60 USD for 1M tokens, from --price
            embedding        0.02 USD for 1M tokens, as of 2026-07-03
            storage          3.04 USD for a GB and month, as of 2026-03-12

        """

    private static let json = """
        {
          "file": "DIR/corpus.jsonl",
          "verdict": "both-split-it",
          "reasons": [
            {
              "reason": "pays",
              "message": "3,000,000 queries a month are enough: a training is worth it from 20,750 on, and each query that needs no passages saves 0.00017 USD."
            },
            {
              "reason": "part-is-static",
              "message": "65 % of the tokens are static; the rest changes and stays with retrieval."
            }
          ],
          "text": "{text}",
          "text_is_guessed": true,
          "time": "updated_at",
          "time_is_guessed": true,
          "encoding": "o200k_base",
          "tokens_are_exact": false,
          "volume": {
            "documents": 20,
            "bytes": 853,
            "tokens": 260,
            "unique_tokens": 247
          },
          "static": {
            "documents": 13,
            "bytes": 547,
            "tokens": 169,
            "unique_tokens": 156,
            "share": 0.65
          },
          "dynamic": {
            "documents": 7,
            "bytes": 306,
            "tokens": 91,
            "unique_tokens": 91
          },
          "empty_rows": 0,
          "ages": [
            {
              "under_days": 30,
              "documents": 5,
              "tokens": 65
            },
            {
              "under_days": 90,
              "documents": 0,
              "tokens": 0
            },
            {
              "under_days": 180,
              "documents": 0,
              "tokens": 0
            },
            {
              "under_days": 365,
              "documents": 0,
              "tokens": 0
            },
            {
              "under_days": 730,
              "documents": 0,
              "tokens": 0
            },
            {
              "under_days": null,
              "documents": 13,
              "tokens": 169
            }
          ],
          "overlap": {
            "exact": {
              "documents": 1,
              "tokens": 13
            },
            "near": {
              "documents": 0,
              "tokens": 0
            }
          },
          "bad_times": {
            "missing": 1,
            "unreadable": 1,
            "future": 0,
            "listed": [
              {
                "line": 18,
                "problem": "missing"
              },
              {
                "line": 19,
                "problem": "unreadable"
              }
            ]
          },
          "costs": {
            "currency": "USD",
            "embedding": 0.0000052,
            "embedding_month": 0.0000013,
            "stored_bytes": 123733,
            "storage_month": 0,
            "storage_saved_month": 0,
            "retrieval_query": 0.0004285,
            "tuned_query": 0.000255,
            "training_tokens": 1560,
            "training": 14.04,
            "retrieval_month": 1285.5000013,
            "split_month": 947.1750013
          },
          "months": 12,
          "break_even_queries": 10375,
          "worthwhile_queries": 20750,
          "terms": {
            "model": "tutor",
            "embedding_model": "text-embedding-3-small",
            "static_for_seconds": 15552000,
            "queries": 3000000,
            "horizon_months": 12,
            "chunks": 5,
            "chunk_tokens": 400,
            "question_tokens": 50,
            "answer_tokens": 200,
            "wordings": 10,
            "epochs": 3,
            "least_static": 0.2,
            "mostly_static": 0.9,
            "most_undated": 0.2,
            "prompt_tokens": 0,
            "margin": 2
          },
          "prices": {
            "training": {
              "usd": 3000,
              "per": "million tokens",
              "as_of": null,
              "source": "--price"
            },
            "tuned_input": {
              "usd": 0.3,
              "per": "million tokens",
              "as_of": null,
              "source": "--price"
            },
            "tuned_output": {
              "usd": 1.2,
              "per": "million tokens",
              "as_of": null,
              "source": "--price"
            },
            "base_input": {
              "usd": 0.15,
              "per": "million tokens",
              "as_of": null,
              "source": "--price"
            },
            "base_output": {
              "usd": 0.6,
              "per": "million tokens",
              "as_of": null,
              "source": "--price"
            },
            "embedding": {
              "usd": 0.02,
              "per": "million tokens",
              "as_of": "2026-07-03",
              "source": "OpenAI's model page as read by tokenprice.fyi"
            },
            "storage": {
              "usd": 3.041666667,
              "per": "GB and month",
              "as_of": "2026-03-12",
              "source": "OpenAI's price of file search as read by modelcostwatch.com"
            }
          },
          "split": {
            "static": "DIR/parts/static.jsonl",
            "static_rows": 13,
            "dynamic": "DIR/parts/dynamic.jsonl",
            "dynamic_rows": 7
          }
        }

        """

    @Test func theVerdictComesFirstAndItsGroundsFollow() throws {
        let outcome = try assess(Self.tutor + ["--queries", "3000000", "--near"], terminal: .wide(80))
        // The file's name is of another length elsewhere.
        let start = try #require(outcome.output.firstIndex(of: "✔"))
        let headline = outcome.output[..<start].split(separator: "\n").joined(separator: " ")
        #expect(
            headline == "DIR/corpus.jsonl: 20 documents, 853 B of text, about 260 tokens (o200k_base, estimated)")
        #expect(outcome.output[start...] == Self.text)
        #expect(outcome.errors == "next: ftctl assess DIR/corpus.jsonl --split parts\n")
        #expect(outcome.code == .done)
        for line in outcome.output.split(separator: "\n") { #expect(String(line).displayWidth <= 80, "\(line)") }
    }

    @Test func theJSONIsAContract() throws {
        let parts = scene.directory.path("parts")
        let outcome = try assess(Self.tutor + ["--queries", "3000000", "--near", "-o", "json", "--split", parts])
        #expect(outcome.output == Self.json)
        #expect(
            outcome.errors
                == "next: ftctl prepare DIR/parts/static.jsonl --user '…' --assistant '…' -o train.jsonl\n")
    }

    @Test func whatIsMissingIsNamed() throws {
        func reasons(_ arguments: String...) throws -> String {
            let output = try assess(arguments).output
            let start = try #require(output.firstIndex { "✔●?".contains($0) })
            return output[start...].split(separator: "\n").prefix { !$0.hasPrefix("    ") }.joined(separator: "|")
        }
        #expect(
            try reasons("--set", "prompt-tokens=0", "--model", "tutor", "--embedding-model", "vectors") == """
                ? not enough known|  Figures are missing: set training, input, output, base-input, base-output of\
                |  [model "tutor"] and input, storage-day, dimensions of [model "vectors"] in|  models.conf, or give \
                --price NAME=USD.
                """)
        #expect(
            try reasons("--static-for", "1000d") == """
                ● keep retrieving|  None of the tokens is static (least-static 20 %): nearly every query would|\
                  need retrieval all the same.
                """)
        #expect(
            try reasons("--time", "text") == """
                ? not enough known|  100 % of the documents have no usable time (most-undated 20 %), so nobody|\
                  knows what is static.
                """)
    }

    @Test func aPartNeverReplacesTheCorpus() throws {
        let path = try scene.file("static.jsonl", Self.corpus)
        let outcome = try scene.run("assess", path, "--split", scene.directory.path)
        #expect(outcome.code == .usage)
        #expect(
            outcome.errors
                == "ftctl: cannot write DIR/static.jsonl: it is an input of this command; "
                + "nothing was touched, name another file\n")
    }

    @Test(arguments: [
        (["--set", "margn=2"], "is none of question-tokens, answer-tokens, wordings, "),
        (["--set", "margin"], "assess: --set margin: no \"=\""),
        (["--set", "epochs=1.5"], "assess: --set epochs: not a whole number from 1 to 100 (got \"1.5\")"),
        (["--set", "least-static=120%"], "assess: --set least-static: not a number from 0 to 1 (got \"120%\")"),
        (["--set", "margin=nan"], "assess: --set margin: not a number from 1 to 100 (got \"nan\")"),
        (["--price", "training=cheap"], "assess: --price training: not a price in USD (got \"cheap\"); write 3.00"),
        (["--static", "a"], "assess: --static and --dynamic go together"),
        (["--static", "a", "--dynamic", "-"], "assess: --static and --dynamic need the paths of two files"),
        (["--static", "a", "--dynamic", "a"], "cannot write a: a is the same file; name another for one of them"),
        (["--static", "a", "--dynamic", "./a"], "cannot write ./a: a is the same file; name another for one of them"),
        (
            ["--static", "/tmp/a", "--dynamic", "/tmp/../tmp/a"],
            "cannot write /tmp/../tmp/a: /tmp/a is the same file; name another for one of them"
        ),
        (
            ["--split", "a", "--static", "b"],
            "assess: --split names both files; --static and --dynamic do not go with it"
        ),
        (["-o", "csv"], "assess: --output: \"csv\" is none of table, json, jsonl"),
        (["--time", "edited"], "no row has a column \"edited\"; there are text, updated_at"),
    ])
    func aWrongCommandLineIsExplained(arguments: [String], sentence: String) throws {
        let outcome = try assess(arguments)
        #expect(outcome.code == .usage)
        #expect(outcome.output == "")
        #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
    }
}
