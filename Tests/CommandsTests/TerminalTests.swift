import Testing

@testable import Commands

@Suite struct TerminalTests {
    @Test(arguments: [
        (true, ColorChoice.auto, ["TERM": "xterm"], true),
        (false, .auto, ["TERM": "xterm"], false),
        (true, .auto, ["TERM": "dumb"], false),
        (true, .auto, [:], false),
        (true, .auto, ["TERM": "xterm", "NO_COLOR": "1"], false),
        (true, .auto, ["TERM": "xterm", "NO_COLOR": ""], true),
        (true, .auto, ["TERM": "xterm", "CLICOLOR": "0"], false),
        (false, .auto, ["CLICOLOR_FORCE": "1"], true),
        (false, .auto, ["CLICOLOR_FORCE": "0"], false),
        (false, .auto, ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"], false),
        (false, .always, ["NO_COLOR": "1"], true),
        (true, .never, ["TERM": "xterm", "CLICOLOR_FORCE": "1"], false),
    ])
    func colours(_ isTerminal: Bool, _ choice: ColorChoice, _ environment: [String: String], _ isOn: Bool) {
        #expect(Terminal.paint(isTerminal: isTerminal, choice: choice, environment: environment).isOn == isOn)
    }

    @Test(arguments: [
        (nil, nil, 80), (nil, 120, 120), ("100", 120, 100), ("x", 120, 120), ("0", nil, 80), ("3", nil, 20),
        ("99999", nil, 1000),
    ])
    func width(_ columns: String?, _ measured: Int?, _ width: Int) {
        #expect(Terminal.width(columns: columns, measured: measured) == width)
    }

    @Test func paintsWithSequencesOnlyWhenOn() {
        #expect(Paint(isOn: true)("✔ succeeded", .good) == "\u{1B}[32m✔ succeeded\u{1B}[0m")
        #expect(Paint(isOn: true)("", .good) == "")
        #expect(Paint(isOn: false)("✔ succeeded", .good) == "✔ succeeded")
    }
}
