import FineTuning
import JobStorage
import Text

/// `completions`: a script that makes a shell complete command lines, and the answers it asks for.
enum CompletionsCommand {
    /// The shells that are known.
    enum Shell: String, CaseIterable {
        case bash
        case zsh
        case fish
    }

    private static let shell = CommandOperand<String>.one(
        .word("SHELL", of: Shell.allCases.map(\.rawValue)), "the shell")
    private static let words = CommandOperand<[String]>.many(
        .text("WORD"), atLeast: 0, "the words of an unfinished command line: what could follow is printed")

    static let command: Command = Command(
        name: "completions", section: .about, summary: "Print a script that completes command lines in a shell",
        operands: [shell, words],
        examples: [
            CommandExample("source <(ftctl completions bash)", "in ~/.bashrc"),
            CommandExample("source <(ftctl completions zsh)", "in ~/.zshrc, after compinit"),
            CommandExample("ftctl completions fish | source", "in ~/.config/fish/config.fish"),
        ]
    ) { context, arguments in
        guard let shell = Shell(rawValue: arguments[shell]) else { return .usage }
        let words = arguments[words]
        guard !words.isEmpty else {
            try context.output.write(script(for: shell))
            return .done
        }
        let finder = CompletionFinder(table: ControlProgram.table) { jobs(context) }
        try print(finder.answer(shell == .bash ? joined(words) : words), for: shell, typed: words, in: context)
        return .done
    }

    private static func print(
        _ answer: CompletionFinder.Answer, for shell: Shell, typed words: [String], in context: CommandContext
    ) throws {
        for candidate in answer.candidates {
            var text = candidate.text.printable
            // bash has split at the equals sign and replaces only what stands behind it.
            if shell == .bash, let equals = text.firstIndex(of: "="), words.contains("=") {
                text = String(text[equals...].dropFirst())
            }
            try context.output.line(candidate.explanation.isEmpty ? text : "\(text)\t\(candidate.explanation)")
        }
        switch answer.paths {
        case .file: try context.output.line(":files")
        case .directory: try context.output.line(":directories")
        case .none, .job, .verb: break
        }
    }

    /// bash hands over `--color=al` as three words.
    static func joined(_ words: [String]) -> [String] {
        var result: [String] = []
        var afterEquals = false
        for word in words {
            if let last = result.last, last.hasPrefix("--"), word == "=" {
                result[result.count - 1] = last + "="
                afterEquals = true
            } else if afterEquals, let last = result.last {
                result[result.count - 1] = last + word
                afterEquals = false
            } else {
                result.append(word)
            }
        }
        return result
    }

    /// The newest jobs; none where there is no store to ask.
    private static func jobs(_ context: CommandContext) -> [CompletionFinder.Candidate] {
        guard let list = try? context.openStore().list(limit: 200, losses: 0) else { return [] }
        return list.rows.map { row in
            .init(text: row.key.job.rawValue, explanation: "\(row.status.word), \(row.model)".printable)
        }
    }

    private static func script(for shell: Shell) -> String {
        switch shell {
        case .bash: bash
        case .zsh: zsh
        case .fish: fish
        }
    }

    private static let bash = #"""
        # bash completion for ftctl
        _ftctl() {
            local line IFS=$'\n' word=${COMP_WORDS[COMP_CWORD]}
            [[ $word == "=" ]] && word=
            COMPREPLY=()
            for line in $(ftctl completions bash -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null); do
                case $line in
                    :files) compopt -o filenames; COMPREPLY+=($(compgen -f -- "$word")) ;;
                    :directories) compopt -o filenames; COMPREPLY+=($(compgen -d -- "$word")) ;;
                    *) COMPREPLY+=("${line%%$'\t'*}") ;;
                esac
            done
        }
        complete -F _ftctl ftctl

        """#

    private static let zsh = #"""
        #compdef ftctl
        _ftctl() {
            local line
            local -a items
            for line in "${(@f)$(ftctl completions zsh -- "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
                case $line in
                    :files) _files ;;
                    :directories) _files -/ ;;
                    *$'\t'*) items+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}") ;;
                    ?*) items+=("${line//:/\\:}") ;;
                esac
            done
            (( $#items )) && _describe -o ftctl items
        }
        compdef _ftctl ftctl

        """#

    private static let fish = #"""
        # fish completion for ftctl
        function __ftctl_candidates
            set -l words (commandline -opc) (commandline -ct)
            for line in (ftctl completions fish -- $words[2..-1] 2>/dev/null)
                switch $line
                    case :files
                        __fish_complete_path (commandline -ct)
                    case :directories
                        __fish_complete_directories (commandline -ct)
                    case '*'
                        printf '%s\n' $line
                end
            end
        end
        complete -c ftctl -f -a '(__ftctl_candidates)'

        """#
}
