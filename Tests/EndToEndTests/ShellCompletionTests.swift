import FineTuning
import Glibc
import TestSupport
import Testing
import Text

@testable import EndToEndSupport

/// The Tab key in real shells; each is skipped aloud where it is not installed.
@Suite struct ShellCompletionTests {
    private static func shell(_ name: String) -> String? {
        for directory in ["/usr/bin", "/bin", "/usr/local/bin"] where access("\(directory)/\(name)", X_OK) == 0 {
            return "\(directory)/\(name)"
        }
        print("skipped: no \(name) (apt-get install \(name))")
        return nil
    }

    /// A line, and what the Tab key makes of it: every answer is the only one there is.
    private struct Line {
        let typed: String
        let completed: String

        init(_ start: String, _ typed: String, _ completed: String) {
            self.typed = "ftctl \(start)\(start.isEmpty ? "" : " ")\(typed)"
            self.completed = "ftctl \(start)\(start.isEmpty ? "" : " ")\(completed)"
        }
    }

    private static func lines(_ job: JobID) -> [Line] {
        let model = "ft:gpt-4o-mini-2024-07-18:personal::\(job.rawValue.suffix(8))"
        return [
            Line("", "compl", "completions"), Line("hooks", "deliv", "deliveries"),
            Line("list", "--stat", "--status"), Line("list --status", "succ", "succeeded"),
            Line("list --account", "res", "research"), Line("hooks deliveries --hook", "sla", "slack"),
            Line("status -o", "tab", "table"), Line("show", String(job.rawValue.prefix(9)), job.rawValue),
            Line("ask --model", "ft:gpt-4o-mini-2024-07-18:per", model),
            Line("man tokenizer", "inst", "install"),
        ]
    }

    /// A store with one job and its model, and a configuration with an account and a hook.
    private func scene() throws -> (Place, [Line]) {
        let place = try Place()
        let server = try SimulatedServer(place)
        try place.configure(
            server.baseURL,
            sections: ["[account \"research\"]", "base-url = \(server.baseURL)", "key-file = \(place.keyFile)"]
                + ["[hook \"slack\"]", "run = /bin/true"])
        let job = try server.makeJob("running")
        try server.move(job, to: "succeeded")
        try place.pollOnce()
        mkdir(place.file("bin"), 0o755)
        symlink(try Binaries.path(Binaries.control), place.file("bin/ftctl"))
        return (place, Self.lines(job))
    }

    private func environment(_ place: Place) -> [String: String] {
        place.environment(["PATH": "\(place.file("bin")):/usr/local/bin:/usr/bin:/bin", "TERM": "xterm"])
    }

    private func output(of arguments: [String], in place: Place) throws -> String {
        let program = try place.launch(arguments, environment: environment(place))
        try program.end(within: .seconds(60))
        return program.output
    }

    @Test func bashCompletes() throws {
        guard let bash = Self.shell("bash") else { return }
        let (place, lines) = try scene()
        for line in lines {
            // As readline does it: words split at its breaks, the function called, the word replaced.
            let script = #"""
                source <(ftctl completions bash)
                COMP_LINE=$1 COMP_POINT=${#1}
                mapfile -t COMP_WORDS < <(grep -oE '[^ :=]+|[:=]+' <<< "$COMP_LINE")
                [[ $COMP_LINE == *" " ]] && COMP_WORDS+=("")
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                word=${COMP_WORDS[COMP_CWORD]}
                [[ $word =~ ^[:=]+$ ]] && word=
                compopt() { :; }
                _ftctl
                printf '%s%s|%d\n' "${COMP_LINE%"$word"}" "${COMPREPLY[0]}" "${#COMPREPLY[@]}"
                """#
            let output = try output(of: [bash, "-c", script, "bash", line.typed], in: place)
            #expect(output == "\(line.completed)|1\n", "\(line.typed)")
        }
    }

    @Test func fishCompletes() throws {
        guard let fish = Self.shell("fish") else { return }
        let (place, lines) = try scene()
        for line in lines {
            let script = "ftctl completions fish | source; complete -C '\(line.typed)'"
            let output = try output(of: [fish, "--no-config", "-c", script], in: place)
            let answers = output.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
            let start = line.typed.split(separator: " ").dropLast().joined(separator: " ")
            #expect(answers.map { "\(start) \($0)" } == [line.completed], "\(line.typed)")
        }
    }

    /// `_describe -o` took the verbs for options and completed none.
    @Test func zshCompletes() throws {
        guard let zsh = Self.shell("zsh") else { return }
        let (place, lines) = try scene()
        // A shell at a pseudo-terminal, as a person has it; Ctrl-X writes what stands on its line.
        let script = #"""
            zmodload zsh/zpty
            zpty z zsh -f -i
            read_until() {
                local seen= part tries=0
                while [[ $seen != *$1* ]] && (( tries++ < 600 )); do
                    zpty -r -t z part && seen+=$part || sleep 0.05
                done
                REPLY=$seen
            }
            zpty -w z "PS1= ; unsetopt beep; autoload -Uz compinit && compinit -u -D && source <(ftctl completions zsh)"
            zpty -w z 'show() { print -r -- "<<$BUFFER>>"; BUFFER= }; zle -N show; bindkey "^X" show; print rea""dy'
            read_until ready
            for line in "$@"; do
                zpty -w -n z "$line"$'\t'
                sleep 0.4
                zpty -w -n z $'\x18'
                read_until '>>'
                print -r -- "${${REPLY##*<<}%%>>*}"
            done
            zpty -d z
            """#
        let arguments = [zsh, "-f", "-c", script, "zsh"] + lines.map(\.typed)
        let output = try output(of: arguments, in: place)
        let answers = output.split(separator: "\n").map { String($0).trimmed }
        #expect(answers == lines.map(\.completed))
    }
}
