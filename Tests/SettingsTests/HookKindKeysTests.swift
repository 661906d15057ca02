import ConfigurationText
import FineTuning
import Testing

@testable import Settings

/// Two kinds that share a key, as kinds may.
private struct Letter: HookKindKeys {
    var letter = ""
    var priority: String?
    static let name = "letter"
    static let sample = "NAME"
    static let table = [
        SettingKey(name, .text, \Letter.letter, in: Letter(), "To whom."),
        SettingKey("priority", .text, \Letter.priority, in: Letter(), "How urgent."),
    ]
    var isChosen: Bool { !letter.isEmpty }
    var target: String { letter }
}

private struct Pager: HookKindKeys {
    var pager = ""
    var priority: String?
    var code: String?
    static let name = "pager"
    static let sample = "NAME"
    static let table = [
        SettingKey(name, .text, \Pager.pager, in: Pager(), "Whose pager."),
        SettingKey("priority", .text, \Pager.priority, in: Pager(), "Not shown: the first kind's explanation is."),
        SettingKey("code", .text, \Pager.code, in: Pager(), "Its code."),
    ]
    static let uses = ["code": "belongs to pagers only"]
    var isChosen: Bool { !pager.isEmpty }
    var target: String { pager }
}

@Suite struct HookKindKeysTests {
    private func read(_ lines: String, _ kinds: [any HookKindKeys.Type] = [Letter.self, Pager.self]) throws
        -> [HookSettings]
    {
        try Settings(reading: "[hook \"h\"]\n\(lines)", file: "ftd.conf", home: nil, hookKinds: kinds).hooks
    }

    @Test func theKindThatIsAskedForIsChosen() throws {
        var letter = Letter()
        letter.letter = "ada"
        letter.priority = "high"
        var pager = Pager()
        pager.pager = "bob"
        pager.priority = "low"
        #expect(try read("letter = ada\npriority = high").map(\.kind) == [HookKindChoice(letter)])
        #expect(try read("priority = low\npager = bob").map(\.kind) == [HookKindChoice(pager)])
        #expect(try read("letter = ada\ncode =").count == 1)
    }

    @Test(arguments: [
        ("letter = a\npager = b", "3: hook.h: has both letter and pager; make two hooks of it"),
        ("letter = a\ncode = 7", "3: hook.h.code: belongs to pagers only; take it out"),
        ("pager =\nletter =", "1: hook.h: tells nobody; write letter = NAME or pager = NAME"),
        ("leter = a\npager = b", "2: hook.h.leter: unknown key; did you mean hook.h.letter?"),
        ("letter = a\npriority = 1\npriority = 2", "4: hook.h.priority: set already in line 3; keep one of them"),
    ])
    func keysThatDoNotFitTogetherAreRefused(lines: String, message: String) {
        let error = #expect(throws: ConfigurationError.self) { try read(lines) }
        #expect(error?.description == "ftd.conf:\(message)")
    }

    @Test func whereNoKindIsKnownTheirKeysAreLeftUnjudged() throws {
        let hooks = try read("letter = a\npager = b\nanything = else\ntimeout = 5s", [])
        #expect(hooks.map(\.kind) == [nil])
        #expect(hooks.map(\.timeout) == [.seconds(5)])
        #expect(throws: ConfigurationError.self) { try read("timeout = soon", []) }
    }

    @Test func theExampleShowsASharedKeyOnce() {
        let text = ConfigurationExample.text(hookKinds: [Letter.self, Pager.self])
        #expect(
            text.contains(
                "# To whom.\n#letter =\n# How urgent.\n#priority =\n# Whose pager.\n#pager =\n# Its code.\n#code ="))
        #expect(!text.contains("Not shown"))
    }
}
