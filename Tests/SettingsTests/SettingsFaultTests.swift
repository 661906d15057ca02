import ConfigurationText
import FineTuning
import Hooks
import Testing

@testable import Settings

@Suite struct SettingsFaultTests {
    @Test(arguments: [
        ("[poll]\nactive = soon", "2: poll.active: not a duration (got \"soon\"); write 20s, 5m or 1h"),
        ("[poll]\nactive = 9ms", "2: poll.active: too short (got \"9ms\"); 10ms is the shortest"),
        ("[poll]\nactive =", "2: poll.active: not a duration (got nothing); write 20s, 5m or 1h"),
        ("[poll]\nactiv = 20s", "2: poll.activ: unknown key; did you mean poll.active?"),
        ("[log]\nheight = 1", "2: log.height: unknown key; [log] has level"),
        ("[log]\nlevel = loud", "2: log.level: not a known word (got \"loud\"); write debug, info, warning or error"),
        ("[pol]", "1: unknown section [pol]; did you mean [poll]?"),
        ("[hok \"a\"]", "1: unknown section [hok]; did you mean [hook \"name\"]?"),
        (
            "[database]",
            "1: unknown section [database]; there are [api] [account \"name\"] [poll] [store] [submit] [ask] [hf] "
                + "[hook \"name\"] [tokenizer] [heartbeat] [budget] [web] [log]"
        ),
        ("[poll", "1: not a heading (got \"[poll\"); write [poll] or [hook \"name\"], alone on its line"),
        ("[poll] x", "1: not a heading (got \"[poll] x\"); write [poll] or [hook \"name\"], alone on its line"),
        ("[hook a]", "1: not a heading (got \"[hook a]\"); write [poll] or [hook \"name\"], alone on its line"),
        ("[hook]", "1: [hook] needs name; write [hook \"name\"]"),
        ("[poll \"a\"]", "1: [poll] has no name; write [poll]"),
        (
            "[account \"a b\"]",
            "1: not a name (got \"a b\"); write up to 64 letters, digits, dots, dashes and underscores"
        ),
        ("[account \"default\"]", "1: the account \"default\" is the section [api]; write its keys there"),
        ("[poll]\n[log]\n[poll]", "3: [poll] is there already, in line 1; write its keys there"),
        ("[poll]\nidle = 1m\nidle = 2m", "3: poll.idle: set already in line 2; keep one of them"),
        ("active = 20s", "1: active stands before any section; write a heading such as [poll] above it"),
        ("[poll]\nactive", "2: not a setting (got \"active\"); write key = value"),
        ("[poll]\n= 3", "2: not a key before the = (got \"\"); write key = value"),
        ("[poll]\na b = 3", "2: not a key before the = (got \"a b\"); write key = value"),
        ("[poll]\nidle = 1\u{1B}m", "2: the line has a control character; the file must be plain text"),
        ("[ask]\nsystem = \"open", "2: system: a double quote is not closed; write \\\" for the character itself"),
        ("[api]\nkey-file-check = true", "2: api.key-file-check: not a boolean (got \"true\"); write yes or no"),
        ("[api]\nauth-header = basic", "2: api.auth-header: not a known word (got \"basic\"); write bearer or api-key"),
        ("[api]\nkey-file = key", "2: api.key-file: not an absolute path (got \"key\"); begin it with / or ~/"),
        ("[api]\nquery = ?a=b", "2: api.query: not a query (got \"?a=b\"); write for example api-version=preview"),
        (
            "[api]\ncreate-extra = [1]",
            "2: api.create-extra: not a JSON object (got \"[1]\"); write for example {\"key\": \"value\"}"
        ),
        (
            "[account \"lab\"]\ncreate-extra = {\"tier\": flex}",
            "2: account.lab.create-extra: not JSON at byte 10: expected a value (got \"{\"tier\": flex}\"); write for "
                + "example {\"key\": \"value\"}"
        ),
        (
            "[api]\nbase-url = http://api.example/v1",
            "2: api.base-url: not encrypted (got \"http://api.example/v1\"), so the key could be read on the way; write "
                + "https://, or set allow-http = yes"
        ),
        (
            "[api]\nbase-url = https://api.example/v1?a=b",
            "2: api.base-url: has a query; write what follows the ? as api.query"
        ),
        ("[submit]\nmodel =", "2: submit.model: empty (got nothing); write a name"),
        (
            "[tokenizer]\nurl = http://mirror.example/",
            "2: tokenizer.url: not encrypted (got \"http://mirror.example/\"); write https://; http is for this machine only"
        ),
        (
            "[tokenizer]\nurl = https://mirror.example/?x=1",
            "2: tokenizer.url: has a query (got \"https://mirror.example/?x=1\"); leave out the ? and what follows it"
        ),
        (
            "[budget]\nmonth = 50",
            "2: budget.month: not amounts of money with their currencies (got \"50\"); write for example 50 USD, or 50 USD 40 EUR"
        ),
        (
            "[budget]\nmonth = USD 50",
            "2: budget.month: not an amount of money (got \"USD\"); write for example 50 USD, or 50 USD 40 EUR"
        ),
        (
            "[budget]\nmonth = 50 USD 5 usd",
            "2: budget.month: a currency that has an amount already (got \"USD\"); write for example 50 USD, or 50 USD 40 EUR"
        ),
        (
            "[heartbeat]\nurl = http://hc.example/",
            "2: heartbeat.url: not encrypted (got \"http://hc.example/\"); write https://; http is for this machine only"
        ),
    ])
    func aFaultIsOneSentenceWithItsLine(text: String, message: String) {
        let error = #expect(throws: ConfigurationError.self) {
            try Settings(reading: text, file: "ftd.conf", home: nil, hookKinds: HookKinds.keys)
        }
        #expect(error?.description == "ftd.conf:\(message)")
    }

    /// What only a shell reads was handed to the program as arguments.
    @Test(arguments: [
        ("/bin/cat | mail", "|"), ("/bin/cat > /tmp/x", ">"), ("/bin/cat >/tmp/x", ">/tmp/x"), ("/bin/a && b", "&&"),
        ("/bin/cat 2>&1", "2>&1"),
    ])
    func aShellsSignsInACommandAreRefused(command: String, word: String) {
        let error = #expect(throws: ConfigurationError.self) {
            try Settings(
                reading: "[hook \"h\"]\nrun = \(command)", file: "ftd.conf", home: nil, hookKinds: HookKinds.keys)
        }
        #expect(
            error?.problems.first?.text
                == "hook.h.run: this means something to a shell only (got \"\(word)\"); there is none: put the line into a "
                + "script, or write it in double quotes")
    }

    @Test func singleQuotesHoldNothingTogether() {
        let error = #expect(throws: ConfigurationError.self) {
            try Settings(
                reading: "[hook \"h\"]\nrun = /bin/sh -c 'echo a'", file: "ftd.conf", home: nil,
                hookKinds: HookKinds.keys)
        }
        #expect(
            error?.problems.first?.text
                == "hook.h.run: a single quote holds nothing together (got \"'echo\"); there is no shell: write double quotes"
        )
    }

    @Test(arguments: [
        "/bin/sh -c \"cat | mail > /dev/null\"", "/bin/grep \"|\"", "/bin/echo it's", "/bin/echo \"'\"",
        "/bin/sh -c \"a \\\" | b\"", "/bin/echo a|b",
    ])
    func whatIsQuotedOrPartOfAWordIsTheProgramsOwn(command: String) throws {
        let settings = try Settings(
            reading: "[hook \"h\"]\nrun = \(command)", file: "ftd.conf", home: nil, hookKinds: HookKinds.keys)
        #expect(settings.hooks.count == 1)
    }

    @Test(arguments: [
        (
            "run = deploy",
            "2: hook.h.run: the program is not an absolute path (got \"deploy\"); there is no shell and no "
                + "PATH: begin it with /"
        ),
        (
            "webhook = http://chat.example/",
            "2: hook.h.webhook: not encrypted (got \"http://chat.example/\"); write https://; http is for this machine only"
        ),
        (
            "webhook = https://ada:secret@chat.example/",
            "2: hook.h.webhook: has a user name or password in the address; secrets belong in files"
        ),
        ("run = /a\nwebhook = https://b/", "3: hook.h: has both run and webhook; make two hooks of it"),
        ("run = /a\nsecret-file = /s", "3: hook.h.secret-file: signs webhooks only; take it out"),
        (
            "timeout = 5s",
            "1: hook.h: tells nobody; write run = /path/to/program, webhook = https://HOST/PATH, smtp = smtp://HOST:587 "
                + "or notify = yes"
        ),
        ("run = /a\non = suceeded", "3: hook.h.on: not a known word (got \"suceeded\"); did you mean succeeded?"),
        ("run = /a\non =", "3: hook.h.on: names nothing (got nothing); write for example ended"),
        ("run = /a\nretry =", "3: hook.h.retry: not a list of durations (got nothing); write for example 0s 5s 5m 30m"),
        ("run = /a\nretry = 0s 5x", "3: hook.h.retry: not a duration (got \"5x\"); write 20s, 5m or 1h"),
        ("run = /a\nrate = fast", "3: hook.h.rate: not a rate (got \"fast\"); write for example 1/s, 30/m or 1/5s"),
        ("run = /a\nrate = 0/s", "3: hook.h.rate: not a rate (got \"0/s\"); write for example 1/s, 30/m or 1/5s"),
        ("run = /a\nrate = 1/0s", "3: hook.h.rate: not a rate (got \"1/0s\"); write for example 1/s, 30/m or 1/5s"),
        (
            "run = /a\nrate = 5000/s",
            "3: hook.h.rate: too fast (got \"5000/s\"); 1000/s is the most; without it nothing is held back"
        ),
        (
            "run = /a\nquiet = night",
            "3: hook.h.quiet: not a time of the day (got \"night\"); write for example 22:00-07:00"
        ),
        (
            "run = /a\nquiet = 22:00-24:00",
            "3: hook.h.quiet: not a time of the day (got \"22:00-24:00\"); write for example 22:00-07:00"
        ),
        (
            "run = /a\nquiet = 7:00-07:00",
            "3: hook.h.quiet: begins when it ends (got \"7:00-07:00\"); write for example 22:00-07:00"
        ),
        ("run = /a\ngroup = soon", "3: hook.h.group: not a duration (got \"soon\"); write 20s, 5m or 1h"),
        (
            "run = /a\ngroup = 30s",
            "3: hook.h.group: only messages to people are grouped, and run takes notices one by one; take it out"
        ),
        ("run = /a\naccount = defualt", "3: hook.h.account: no such account (got \"defualt\"); did you mean default?"),
        ("run = /a\nmetadata.team =", "3: hook.h.metadata.team: empty (got nothing); write the value to look for"),
        (
            "run = /a\nmetadata. = x",
            "3: hook.h.metadata.: unknown key; [hook \"h\"] has on run env webhook format template-file "
                + "content-type secret-file token-file allow-link-local smtp from to login-file notify timeout "
                + "retry rate quiet group account model suffix metadata.KEY"
        ),
    ])
    func aHookThatCannotWorkIsRefused(lines: String, message: String) {
        let error = #expect(throws: ConfigurationError.self) {
            try Settings(reading: "[hook \"h\"]\n\(lines)", file: "ftd.conf", home: nil, hookKinds: HookKinds.keys)
        }
        #expect(error?.description == "ftd.conf:\(message)")
    }

    @Test func aHomeDirectoryMustBeKnownToBeUsed() {
        let error = #expect(throws: ConfigurationError.self) {
            try Settings(reading: "[store]\npath = ~/x.db", file: "ftd.conf", home: nil, hookKinds: HookKinds.keys)
        }
        #expect(
            error?.description
                == "ftd.conf:2: store.path: there is no home directory (got \"~/x.db\"); set HOME, or write the whole path"
        )
    }

    /// A password in a message would end in a log.
    @Test func aPasswordInAnAddressIsNotRepeated() {
        let error = #expect(throws: ConfigurationError.self) {
            try Settings(
                reading: "[api]\nbase-url = https://ada:hunter2@api.example/v1", file: "ftd.conf", home: nil,
                hookKinds: HookKinds.keys)
        }
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test func textFromTheFileCannotSteerATerminal() {
        let error = #expect(throws: ConfigurationError.self) {
            try Settings(reading: "[poll]\nactive = \u{202E}x", file: "ftd.conf", home: nil, hookKinds: HookKinds.keys)
        }
        #expect(
            error?.description
                == "ftd.conf:2: poll.active: not a duration (got \"\\u{202e}x\"); write 20s, 5m or 1h")
    }

    /// Nothing that can be typed may crash the reader; what it makes of it must be settings or a sentence.
    @Test func anyTextIsSettingsOrAnError() {
        let pieces = [
            "[", "]", "\"", "\\", "=", "#", ";", " ", "\t", "\n", "\r\n", "poll", "hook", "on", "a", "\u{0}", "é", "~/",
            "x",
        ]
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        var failures = 0
        for _ in 0..<20_000 {
            var text = ""
            for _ in 0..<12 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(state >> 33) % pieces.count]
            }
            do throws(ConfigurationError) {
                _ = try Settings(reading: text, file: "f", home: nil, hookKinds: HookKinds.keys)
            } catch {
                failures += 1
                #expect(!error.problems.isEmpty && !error.description.contains("\u{0}"))
            }
        }
        #expect(failures > 10_000)
    }
}
