import JSONText

/// The rows that the demo learns from: our own, and free to use for anything.
enum DemoRows {
    private static let questions: [(question: String, answer: String, why: String)] = [
        (
            "What makes the sky look blue?", "scattering",
            "Air scatters short, blue waves of sunlight far more than long, red ones, so blue reaches us from everywhere."
        ),
        (
            "Which gas do plants take from the air to make sugar?", "carbon dioxide",
            "In photosynthesis light splits water, and the hydrogen turns carbon dioxide into sugar."
        ),
        (
            "What keeps the planets on their way around the sun?", "gravity",
            "The sun's gravity bends each planet's straight path into an ellipse."
        ),
        (
            "Which part of a cell holds its inherited instructions?", "the nucleus",
            "The nucleus holds the DNA, from which working copies are made for the rest of the cell."
        ),
        (
            "Why does ice float on water?", "it is less dense",
            "Freezing water builds an open lattice that takes about nine percent more room for the same mass."
        ),
        (
            "What carries oxygen in our blood?", "haemoglobin",
            "The iron in haemoglobin binds oxygen in the lungs and lets go of it where there is little."
        ),
        (
            "What force slows a sliding box?", "friction",
            "Rough surfaces catch on each other, and the box's motion becomes heat."
        ),
        (
            "What do we call an animal that eats only plants?", "a herbivore",
            "Herbivores have teeth and guts made for tough plant fibres."
        ),
        (
            "Which layer of air shields us from ultraviolet light?", "the ozone layer",
            "Ozone in the stratosphere absorbs most of the sun's ultraviolet light."
        ),
        (
            "What is a change from liquid to gas called?", "evaporation",
            "The fastest particles leave a liquid's surface, which is why evaporation cools."
        ),
        (
            "What does a seismograph measure?", "earthquakes",
            "A heavy mass stays almost at rest while the ground moves beneath it, and a pen draws the difference."
        ),
        (
            "Which organ cleans the blood of waste?", "the kidney",
            "Kidneys press blood through fine filters and take back what the body still needs."
        ),
        (
            "What is the smallest unit of a chemical element?", "an atom",
            "Split an atom further, and what is left no longer behaves like the element."
        ),
        ("How many chambers has a human heart?", "four", ""),
        ("Which planet is nearest to the sun?", "Mercury", ""),
    ]

    /// The question that the demo asks at its end.
    static let asked = "Why does ice float on water?"

    /// The rows as JSONL.
    static var text: String {
        questions.map { row in
            JSONWriter.text(
                .object([
                    "question": .string(row.question), "answer": .string(row.answer), "why": .string(row.why),
                ])) + "\n"
        }.joined()
    }
}
