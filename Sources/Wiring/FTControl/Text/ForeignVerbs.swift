import Commands

/// What other tools call things, and the command that does it here.
enum ForeignVerbs {
    /// The commands by the words that mean them; those whose verb the program has.
    ///
    /// - Parameter names: the program's own verbs, which mean what they say.
    static func commands(among names: [String]) -> [String: String] {
        let verbs = names + names.compactMap { $0.split(separator: " ").first.map(String.init) }
        var commands: [String: String] = [:]
        for (words, candidates) in meanings {
            let known = candidates.first { candidate in
                names.contains { candidate == $0 || candidate.hasPrefix($0 + " ") }
            }
            guard let known else { continue }
            for word in words.split(separator: " ").map(String.init) where !verbs.contains(word) {
                commands[word] = commands[word] ?? "ftctl \(known)"
            }
        }
        return commands
    }

    /// Words, and what they mean: the first whose verb there is.
    private static let meanings: [(words: String, candidates: [String])] = [
        ("jobs all history", ["list"]),
        ("job get describe info inspect retrieve details view cat checkpoints", ["show JOB"]),
        ("running active top monitor live", ["list --watch"]),
        ("watch", ["list --watch"]),
        ("search find grep filter", ["list --name TEXT"]),
        (
            "fine-tune finetune fine_tune fine-tunes fine-tuning fine_tuning tune train start run launch create new upload push",
            ["submit train.jsonl"]
        ),
        ("resubmit again", ["submit train.jsonl --again"]),
        ("queue parked pending", ["submissions list"]),
        ("cost costs price prices pricing billing bill spend spending budget money", ["usage"]),
        ("delete rm remove del", ["files delete FILE"]),
        ("file datasets dataset uploads", ["files list"]),
        ("log event messages", ["events JOB"]),
        ("tail follow", ["events JOB -f"]),
        ("plot graph chart curve curves metric metrics tensorboard", ["loss JOB"]),
        ("results download", ["loss JOB --csv"]),
        ("stop kill abort terminate", ["cancel JOB"]),
        ("unpause continue", ["resume JOB"]),
        ("await join", ["wait JOB"]),
        ("validate lint verify estimate", ["check train.jsonl"]),
        ("convert format preprocess generate-data", ["prepare INPUT -o train.jsonl"]),
        ("count tokenize token", ["tokens FILE"]),
        (
            "chat complete completion completions-create prompt query infer inference generate predict test-model try",
            ["ask \"...\""]
        ),
        ("evaluate evals score benchmark", ["eval held-out.jsonl", "ask \"...\" --expect train.jsonl"]),
        ("models deployments deployment", ["model --all"]),
        ("hook webhook webhooks notify notifications alerts", ["hooks list"]),
        ("deliveries outbox sent", ["hooks deliveries"]),
        ("refresh sync update reload fetch", ["poll"]),
        ("backup dump", ["store backup FILE"]),
        ("export archive save", ["export -o DIR", "store backup FILE"]),
        ("health ping daemon state stat", ["status"]),
        ("diagnose debug selftest whoami config configure configuration", ["doctor", "status"]),
        ("init setup auth signin key api-key", ["login", "help"]),
        ("serve dashboard ui page browser", ["web", "list --watch"]),
        ("tutorial quickstart example examples sample", ["demo"]),
        ("completion", ["completions bash"]),
        ("manual", ["man"]),
    ]
}
