#!/usr/bin/env python3
"""Hugging Face's tokenizers with the encodings of tiktoken's rank files, for count_tokens.py."""
import base64

from tokenizers import Regex, Tokenizer, models, pre_tokenizers

from patterns import PATTERNS


def byte_letters():
    """The letter that a byte-level model writes for each byte."""
    plain = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in plain]
    return {byte: chr(byte) for byte in plain} | {byte: chr(256 + place) for place, byte in enumerate(others)}


def merge_of(token, rank, ranks):
    """The two tokens that a token was merged from: what the ranks below its own make of its bytes."""
    parts = [bytes([byte]) for byte in token]
    while len(parts) > 2:
        best, place = min((ranks.get(left + right, rank), place) for place, (left, right) in enumerate(zip(parts, parts[1:])))
        if best >= rank:
            return None
        parts[place : place + 2] = [parts[place] + parts[place + 1]]
    return parts


def tokenizer(name, file):
    """A tokenizer with the ranks of a file, and the published expression before it."""
    ranks = {}
    with open(file, "rb") as lines:
        for line in lines:
            token, rank = line.split()
            ranks[base64.b64decode(token)] = int(rank)
    letters = byte_letters()

    def text(token):
        return "".join(letters[byte] for byte in token)

    merges = (merge_of(token, rank, ranks) for token, rank in ranks.items() if len(token) > 1)
    result = Tokenizer(
        models.BPE(
            {text(token): rank for token, rank in ranks.items()},
            [(text(parts[0]), text(parts[1])) for parts in merges if parts],
            ignore_merges=True,
        )
    )
    result.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PATTERNS[name]), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    return result
