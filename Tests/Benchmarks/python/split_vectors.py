#!/usr/bin/env python3
"""Writes random texts with the pieces and tokens that Python finds in them, for SplitVectorTests.

    pip install regex tiktoken
    python3 split_vectors.py --count 60000 --seed 1 > vectors.jsonl
    FTD_SPLIT_VECTORS=$PWD/vectors.jsonl swift test --filter SplitVectorTests

Pieces come from the `regex` module and the published patterns. Its Unicode is newer than tiktoken's 16.0, so
scalars that the two see differently are left out. Token ids come from tiktoken itself where it has its rank files
(TIKTOKEN_CACHE_DIR), else they are left out.
"""
import argparse
import json
import random
import unicodedata

import regex

from patterns import PATTERNS

PARTS = [
    " ", " ", "  ", "\n", "\r\n", "\r", "\t", "\x0b", "\x1c", "\x85", "\u00a0", "\u1680", "\u2028", "\u200b", "\u3000",
    "'", "'s", "'S", "'\u017f", "'ll", "'lL", "'Re", "'vE", "'d", "'M", "'T", "\u2019s", "a", "b", "word", "Word", "WORD",
    "iPhone", "\u00e9", "\u00c9", "\u00df", "\u01c5", "\u02b0", "\u4e2d\u6587", "\u306e", "\ud55c", "\u0e44\u0e17\u0e22",
    "\u0939\u093f", "\u0301", "\u20dd", "0", "42", "12345", "\u0663", "\u2167", "\u00b2", "/", "//", ".", ",", "!?", "-",
    "\u2026", "\u20ac", "\U0001f44d\U0001f3fd", "\u200d", "\ufeff", "\u017f", "\u212a", "_", "\x00", "<|endoftext|>", "{}",
]

# Assigned where this Python knows them, and of a category that has not changed in Unicode 17.
SCALARS = [
    chr(value)
    for value in range(0x110000)
    if not 0xD800 <= value <= 0xDFFF and value != 0x295 and unicodedata.category(chr(value)) not in ("Cn", "Co")
]


PROSE = [
    "It\u2019s 12:30, and they've paid \u20ac1,234.56 for XMLHttpRequest's camelCase!\r\n\tDON'T ask   why...  \n\n",
    "def f(self, x=None):\n    return [i**2 for i in range(10) if i % 3 == 0]  # https://example.org/a?b=c&d\n",
    "\u041f\u0440\u0438\u0432\u0435\u0442, \u043c\u0438\u0440! \u0395\u03bb\u03bb\u03b7\u03bd\u03b9\u03ba\u03ac \u0645\u0631\u062d\u0628\u0627 \u0663\u0664 \u4f60\u597d\u3002\ud55c\uad6d\uc5b4 \U0001f468\u200d\U0001f469",
]


def mutated(rng):
    """A piece of prose or code with some scalars changed, doubled, left out or put in."""
    value = list(rng.choice(PROSE))
    start = rng.randrange(len(value))
    value = value[start : start + rng.randint(1, 60)]
    for _ in range(rng.randint(1, 6)):
        place = rng.randrange(len(value) + 1)
        value[place : place + rng.randint(0, 2)] = rng.choice([[], [rng.choice(PARTS)], [rng.choice(SCALARS)], value[place:][:2] * 2])
    return "".join(value) or " "


def text(rng):
    kind = rng.randrange(5)
    if kind == 4:
        return mutated(rng)
    if kind == 0:
        return "".join(rng.choice(PARTS) for _ in range(rng.randint(1, 16)))
    if kind == 1:
        return "".join(rng.choice(SCALARS) for _ in range(rng.randint(1, 12)))
    if kind == 2:
        return "".join(rng.choice(PARTS + [rng.choice(SCALARS)]) for _ in range(rng.randint(1, 24)))
    return "".join(chr(rng.randint(0, 127)) for _ in range(rng.randint(1, 40)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    encoders = {}
    try:
        import tiktoken

        encoders = {name: tiktoken.get_encoding(name) for name in PATTERNS}
    except Exception:  # no module, no rank files, or no network to fetch them: pieces only
        pass
    compiled = {name: regex.compile(pattern) for name, pattern in PATTERNS.items()}
    for _ in range(arguments.count):
        value = text(rng)
        row = {"text": value}
        for name, pattern in compiled.items():
            pieces = pattern.findall(value)
            assert "".join(pieces) == value
            row[name] = {"pieces": [len(piece.encode()) for piece in pieces]}
            if name in encoders:
                row[name]["ids"] = encoders[name].encode_ordinary(value)
        print(json.dumps(row))


main()
