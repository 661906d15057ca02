import TestSupport
import Testing

@testable import TrainingCheck
@testable import TrainingData

/// What is right for the inputs that people have, and that none of them, however spoiled, ends in a trap.
@Suite struct CaseTests {
    /// The rules that must have found something, and whether the server refuses the file.
    static let verdicts: [(name: String, refused: Bool, rules: [CheckRule])] = [
        ("all_last_user.jsonl", true, [.lastNotAssistant]), ("alpaca.json", true, [.foreignShape]),
        ("array.jsonl", true, [.notJSONL]), ("assistant_first.jsonl", false, [.noQuestion]),
        ("bad_escape.jsonl", true, [.notJSON]), ("batch_request.jsonl", true, [.foreignShape]),
        ("blank_end.jsonl", false, [.blankLine]), ("bom.jsonl", true, [.byteOrderMark]),
        ("developer_sft.jsonl", true, [.unknownRole]), ("dpo_chosen_lists.jsonl", true, [.foreignShape]),
        ("dpo_input_list.jsonl", true, [.preferenceShape]), ("dpo_ok.jsonl", false, []),
        ("dpo_prompt_chosen.jsonl", true, [.foreignShape]), ("dpo_string_outputs.jsonl", true, [.preferenceShape]),
        ("dups.jsonl", false, [.duplicate]), ("email_pii.jsonl", false, [.emailAddress]),
        ("empty.jsonl", true, [.tooFewExamples]), ("empty_content.jsonl", false, [.emptyAnswer]),
        ("extra_msg.jsonl", true, [.unknownKey]), ("extra_top.jsonl", true, [.unknownKey]),
        ("function_call_legacy.jsonl", false, []), ("int_content.jsonl", true, [.contentShape]),
        ("last_user.jsonl", true, [.lastNotAssistant]), ("latin1.jsonl", true, [.notUTF8]),
        ("long_text.txt", true, [.notJSONL]), ("missing_role.jsonl", true, [.missingRole]),
        ("name_key.jsonl", false, [.name]), ("nan.jsonl", true, [.notJSON]),
        ("null_content.jsonl", true, [.missingContent]),
        ("pii_kinds.jsonl", false, [.cardNumber, .iban, .phoneNumber, .nationalID, .password]),
        ("pretty.jsonl", true, [.notJSONL]), ("promptcompletion.jsonl", true, [.foreignShape]),
        ("pyrepr.jsonl", true, [.notJSONL]), ("qa.parquet", true, [.notJSONL]), ("qa.xlsx", true, [.notJSONL]),
        ("qa_cols.csv", true, [.notJSONL]), ("qa_comma.csv", true, [.notJSONL]), ("gz.jsonl.gz", true, [.notJSONL]),
        ("raw_newline.jsonl", true, [.notJSON]), ("rft_missing_field.jsonl", false, [.differingKeys]),
        ("rft_ok.jsonl", false, []), ("role_human.jsonl", true, [.unknownRole]),
        ("role_upper.jsonl", true, [.unknownRole]), ("sdk_dump_nulls.jsonl", true, [.unknownKey]),
        ("sharegpt.jsonl", true, [.foreignShape]), ("special_token.jsonl", true, [.specialToken]),
        ("tool_missing_answer.jsonl", false, [.unansweredCall]), ("tools_args_object.jsonl", true, [.toolCallsShape]),
        ("tools_no_id.jsonl", true, [.toolCallsShape]), ("tools_nullcontent_full.jsonl", false, []),
        ("tools_string.jsonl", true, [.toolsShape]), ("tools_undeclared.jsonl", false, [.undeclaredFunction]),
        ("top_weight.jsonl", true, [.unknownKey]), ("trailing_comma.jsonl", true, [.notJSONL]),
        ("train_name.txt", false, []), ("two_system.jsonl", false, [.inconsistentSystemPrompt]),
        ("u2028.jsonl", false, [.invisibleCharacter]),
        ("unescaped_quote.jsonl", true, [.notJSON]), ("utf16.jsonl", true, [.notJSONL]),
        ("vision_11.jsonl", true, [.tooManyImages]), ("vision_11_spread.jsonl", true, [.tooManyImages]),
        ("vision_assistant.jsonl", true, [.contentShape]), ("vision_ok.jsonl", false, []),
        ("vision_path.jsonl", true, [.imageAddress]), ("vision_responses_parts.jsonl", true, [.contentShape]),
        ("vision_string_url.jsonl", true, [.contentShape]), ("weight_bool.jsonl", true, [.weight]),
        ("weight_float.jsonl", true, [.weight]),
    ]

    @Test(.enabled(if: !SharedCases.names.isEmpty), arguments: verdicts.indices)
    func everyCaseIsJudgedRightly(place: Int) throws {
        let (name, refused, rules) = Self.verdicts[place]
        let report = try checkedFile(SharedCases.bytes(name))
        #expect((report.errors > 0) == refused, "\(name): \(report.lines)")
        for rule in rules { #expect(report.count(of: rule) > 0, "\(name) lacks \(rule): \(report.lines)") }
        if rules.isEmpty { #expect(report.lines == [], "\(name)") }
        // The whole file is named once, or one of its rows is.
        if rules == [.notJSONL] || rules == [.foreignShape] {
            #expect(report.lines.count == 1, "\(name): \(report.lines)")
        }
        #expect(report.count(of: .contradictoryAnswers) == 0, "\(name)")
    }

    @Test(
        .enabled(if: !SharedCases.names.isEmpty),
        arguments: [
            ("rft_system_assistant.jsonl", CheckRule.lastNotUser), ("dpo_ok.jsonl", .wrongShape),
        ])
    func aSaidMethodHolds(name: String, rule: CheckRule) throws {
        var checker = Checker()
        checker.shape = name.hasPrefix("rft") ? .reinforcement : .supervised
        #expect(try checkedFile(SharedCases.bytes(name), with: checker).count(of: rule) > 0)
    }

    /// What has safe mends and nothing else wrong is taken afterwards.
    @Test(
        .enabled(if: !SharedCases.names.isEmpty),
        arguments: [
            "array.jsonl", "bom.jsonl", "developer_sft.jsonl", "dpo_input_list.jsonl", "dpo_string_outputs.jsonl",
            "extra_msg.jsonl", "extra_top.jsonl", "int_content.jsonl", "pretty.jsonl", "raw_newline.jsonl",
            "role_human.jsonl", "role_upper.jsonl", "sdk_dump_nulls.jsonl", "tools_args_object.jsonl",
            "tools_string.jsonl",
            "top_weight.jsonl", "trailing_comma.jsonl", "u2028.jsonl", "utf16.jsonl", "vision_responses_parts.jsonl",
            "vision_string_url.jsonl", "weight_bool.jsonl", "blank_end.jsonl", "dups.jsonl",
        ])
    func whatIsSafeToMendIsTaken(name: String) throws {
        let scratch = try TemporaryDirectory()
        let report = try Fixer().run(
            from: .file(scratch.write("in", SharedCases.bytes(name))), to: .file("\(scratch.path)/out"))
        #expect(report.isChanged, "\(name)")
        let left = try Checker().run(on: .file("\(scratch.path)/out")).training
        // Equal rows are one afterwards, and a file may have too few then.
        #expect(left.errors == left.count(of: .tooFewExamples), "\(name): \(left.lines)")
        #expect(left.findings.filter { $0.mend != nil } == [], "\(name)")
    }

    @Test(arguments: SharedCases.names) func noCutAndNoFlipIsATrap(name: String) throws {
        let scratch = try TemporaryDirectory()
        let bytes = SharedCases.bytes(name)
        let ends = Set(stride(from: 0, through: min(bytes.count, 120), by: 1)).union(
            stride(from: 0, to: bytes.count, by: 61))
        let spoiled = ends.map { Array(bytes[..<$0]) } + (0..<40).map { SharedCases.mutated(bytes, $0) }
        var checker = Checker()
        checker.threads = 1
        checker.readAtOnce = 8 << 10
        var fixer = Fixer()
        fixer.readAtOnce = 8 << 10
        for input in spoiled {
            let path = try scratch.write("in", input)
            let report = try checker.run(on: .file(path)).training
            #expect(report.bytes == input.count || report.rows == 0)
            do throws(TrainingDataError) {
                _ = try fixer.run(from: .file(path), to: .file("\(scratch.path)/out"))
            } catch { #expect(!error.description.isEmpty) }
        }
    }
}
