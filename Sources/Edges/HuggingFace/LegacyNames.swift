/// Datasets that notebooks still call by names from before datasets had owners.
///
/// The Hub redirects such names; the dataset viewer answers 404 to them (huggingface/dataset-viewer issue 2688, 2024).
/// Sets of questions and answers only, as they stood on huggingface.co in 2025.
enum LegacyNames {
    /// The name of today, if the old one is known.
    static func current(of name: String) -> String? { table[name] }

    private static let table = [
        "ai2_arc": "allenai/ai2_arc", "boolq": "google/boolq", "commonsense_qa": "tau/commonsense_qa",
        "gsm8k": "openai/gsm8k", "hellaswag": "Rowan/hellaswag", "hotpot_qa": "hotpotqa/hotpot_qa",
        "openbookqa": "allenai/openbookqa", "pubmed_qa": "qiaojin/PubMedQA", "race": "ehovy/race",
        "sciq": "allenai/sciq", "squad": "rajpurkar/squad", "squad_v2": "rajpurkar/squad_v2",
        "trivia_qa": "mandarjoshi/trivia_qa", "web_questions": "stanfordnlp/web_questions",
    ]
}
