import Text

/// The shells whose command lines can be completed.
package enum Shell: String, Sendable, CaseIterable {
    case bash
    case zsh
    case fish
}

/// Makes a shell complete a program's command lines: a script, and the answers that it asks the program for.
package struct ShellCompletions {
    private let finder: CompletionFinder
    /// What asks the program for answers, put before the shell's name: `completions `.
    private let verb: String

    private var program: String { finder.table.program.name }

    /// For a program that gives its answers under a verb of its own.
    package init(_ finder: CompletionFinder, verb: String) {
        self.finder = finder
        self.verb = "\(verb) "
    }

    /// Prints the script, or, where words of an unfinished command line are given, what could follow them.
    package func write(for shell: Shell, words: [String], to output: OutputWriter) throws(OutputError) {
        guard !words.isEmpty else { return try output.write(script(for: shell)) }
        let answer = finder.answer(shell == .bash ? Self.joined(words) : words)
        for candidate in answer.candidates {
            var text = candidate.text.printable
            if shell == .bash { text = Self.replacement(text, for: words) }
            try output.line(candidate.explanation.isEmpty ? text : "\(text)\t\(candidate.explanation)")
        }
        switch answer.paths {
        case .file: try output.line(":files")
        case .directory: try output.line(":directories")
        case .none, .job, .status, .model, .account, .hook, .submission, .verb: break
        }
    }

    /// bash hands over `--color=al` as three words, and `ft:gpt` too.
    static func joined(_ words: [String]) -> [String] {
        var result: [String] = []
        var isOpen = false
        for word in words {
            let isColon = !word.isEmpty && word.allSatisfy { $0 == ":" }
            if let last = result.last, isColon || last.hasPrefix("--") && word == "=" {
                result[result.count - 1] = last + word
                isOpen = true
            } else if isOpen, let last = result.last {
                result[result.count - 1] = last + word
                isOpen = false
            } else {
                result.append(word)
            }
        }
        return result
    }

    /// What bash puts in place of the word being typed, which for it begins behind the last `=` or `:`.
    static func replacement(_ text: String, for words: [String]) -> String {
        guard let typed = joined(words).last, typed != words.last,
            let end = typed.lastIndex(where: { $0 == ":" || $0 == "=" })
        else { return text }
        return String(text.dropFirst(typed.distance(from: typed.startIndex, to: end) + 1))
    }

    private func script(for shell: Shell) -> String {
        switch shell {
        case .bash: bash
        case .zsh: zsh
        case .fish: fish
        }
    }

    private var bash: String {
        #"""
        # bash completion for \#(program)
        _\#(program)() {
            local line IFS=$'\n' word=${COMP_WORDS[COMP_CWORD]}
            [[ $word == "=" || $word =~ ^:+$ ]] && word=
            COMPREPLY=()
            for line in $(\#(program) \#(verb)bash -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null); do
                case $line in
                    :files) compopt -o filenames; COMPREPLY+=($(compgen -f -- "$word")) ;;
                    :directories) compopt -o filenames; COMPREPLY+=($(compgen -d -- "$word")) ;;
                    *) COMPREPLY+=("${line%%$'\t'*}") ;;
                esac
            done
        }
        complete -F _\#(program) \#(program)

        """#
    }

    private var zsh: String {
        #"""
        #compdef \#(program)
        _\#(program)() {
            local line
            local -a items
            for line in "${(@f)$(\#(program) \#(verb)zsh -- "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
                case $line in
                    :files) _files ;;
                    :directories) _files -/ ;;
                    *$'\t'*) items+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}") ;;
                    ?*) items+=("${line//:/\\:}") ;;
                esac
            done
            (( $#items )) && _describe '\#(program)' items
        }
        compdef _\#(program) \#(program)

        """#
    }

    private var fish: String {
        #"""
        # fish completion for \#(program)
        function __\#(program)_candidates
            set -l words (commandline -opc) (commandline -ct)
            for line in (\#(program) \#(verb)fish -- $words[2..-1] 2>/dev/null)
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
        complete -c \#(program) -f -a '(__\#(program)_candidates)'

        """#
    }
}
