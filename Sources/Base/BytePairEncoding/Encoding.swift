/// One published byte-pair encoding: how text is split, and which file holds its ranks.
///
/// Everything here is data as published with tiktoken 0.14.0 (`tiktoken_ext/openai_public.py`); nothing is computed
/// and no file is touched. A ``Vocabulary`` joins an encoding with the contents of its rank file.
package struct Encoding: Sendable, Hashable {
    /// The published name, for example `o200k_base`.
    package let name: String

    /// The pattern that cuts text into pieces before any merge.
    package let splitPattern: SplitPattern

    /// Spellings with a meaning of their own to a model; in text they are counted as ordinary text.
    package let specialTokens: [SpecialToken]

    /// Number of ordinary tokens, which is the number of lines of the rank file.
    package let rankCount: Int

    /// The number after the greatest token id, special tokens included (`n_vocab`).
    package let vocabularySize: Int

    /// The published file of ranks.
    package let rankFile: RankFile

    package init(
        name: String, splitPattern: SplitPattern, specialTokens: [SpecialToken], rankCount: Int, vocabularySize: Int,
        rankFile: RankFile
    ) {
        self.name = name
        self.splitPattern = splitPattern
        self.specialTokens = specialTokens
        self.rankCount = rankCount
        self.vocabularySize = vocabularySize
        self.rankFile = rankFile
    }

    /// The encoding of that published name, nil for one that is not built in.
    package static func named(_ name: String) -> Encoding? { all.first { $0.name == name } }

    /// The encoding whose published rank file has that digest (64 lower-case hex digits).
    package static func withRankFile(sha256: String) -> Encoding? { all.first { $0.rankFile.sha256 == sha256 } }

    /// Every encoding that is built in.
    package static let all: [Encoding] = [.o200kBase, .cl100kBase]

    /// The encoding of gpt-4o, gpt-4.1, gpt-5 and the o series.
    package static let o200kBase = Encoding(
        name: "o200k_base", splitPattern: .o200k,
        specialTokens: [
            SpecialToken(spelling: "<|endoftext|>", id: 199_999),
            SpecialToken(spelling: "<|endofprompt|>", id: 200_018),
        ],
        rankCount: 199_998, vocabularySize: 200_019,
        rankFile: RankFile(
            name: "o200k_base.tiktoken", byteCount: 3_613_922,
            sha256: "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"))

    /// The encoding of gpt-4, gpt-3.5-turbo, davinci-002, babbage-002 and the embedding models.
    package static let cl100kBase = Encoding(
        name: "cl100k_base", splitPattern: .cl100k,
        specialTokens: [
            SpecialToken(spelling: "<|endoftext|>", id: 100_257),
            SpecialToken(spelling: "<|fim_prefix|>", id: 100_258),
            SpecialToken(spelling: "<|fim_middle|>", id: 100_259),
            SpecialToken(spelling: "<|fim_suffix|>", id: 100_260),
            SpecialToken(spelling: "<|endofprompt|>", id: 100_276),
        ],
        rankCount: 100_256, vocabularySize: 100_277,
        rankFile: RankFile(
            name: "cl100k_base.tiktoken", byteCount: 1_681_126,
            sha256: "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7"))
}

/// A token that only a protocol may write, never the text of a message.
package struct SpecialToken: Sendable, Hashable {
    /// How it is spelled, for example `<|endoftext|>`.
    package let spelling: String

    /// Its token id, above every rank.
    package let id: UInt32

    package init(spelling: String, id: UInt32) {
        self.spelling = spelling
        self.id = id
    }
}

/// What is published about the file of ranks of an encoding; whoever installs one checks it against these.
package struct RankFile: Sendable, Hashable {
    /// Last part of the published address, for example `o200k_base.tiktoken`.
    package let name: String

    /// Exact size in bytes.
    package let byteCount: Int

    /// SHA-256 of the contents, 64 lower-case hex digits.
    package let sha256: String

    package init(name: String, byteCount: Int, sha256: String) {
        self.name = name
        self.byteCount = byteCount
        self.sha256 = sha256
    }
}
