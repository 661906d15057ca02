#!/usr/bin/env python3
"""Writes JSON documents, whole and broken, with what Python's json finds in them, for PythonJSONTests.

    python3 documents.py --count 400 --seed 1

A line is the document's bytes in hexadecimal, a blank, and its value in a plain form, or "-" when it is to be refused.
Where JSONText differs on purpose, its rule is applied here:

- NaN and Infinity are no JSON (RFC 8259), although Python reads them
- an unpaired surrogate escape is refused, since it is no text; Python keeps it
- bytes are UTF-8 without a mark; Python also guesses UTF-16 and UTF-32
- more than 512 levels of nesting are refused
- all members of a repeated key are shown; numbers keep their text, and one beyond the largest double has no double
"""
import argparse
import json
import random
import struct
import sys

DEPTH = 512
SCALARS = ["a", "Z", " ", "\"", "\\", "/", "\n", "\t", "\x00", "\x1f", "\x7f", "\x80", "\u00e9", "\u2028", "\u4e2d",
           "\ufeff", "\uffff", "\U0001f600", "\U0010ffff"]
NUMBERS = ["0", "-0", "1", "-17", "1.5", "0.1", "1e5", "-3E-2", "7e+1", "1e400", "-1E+999", "1e-400", "0.0e-0",
           "9007199254740993", "9223372036854775807", "9223372036854775808", "123456789012345678901234567890",
           "2.2250738585072011e-308", "4.9e-324", "1.7976931348623157e308", "1.7976931348623159e308"]
PIECES = ["{", "}", "[", "]", "\"", ":", ",", "\\", "\\u", "\\ud800", "\\udc00", "\\ud83d\\ude00", "u", "0", "01", "-",
          "+", ".", "e", "E", "1.", " ", "\n", "\t", "\x00", "\x0b", "\u00a0", "\ufeff", "true", "null", "NaN", "Infinity",
          "-Infinity", "tru", "'", "/**/", "//", ",,", "\"\":", "[]", "{}"]
BYTES = [b"\x80", b"\xc0\x80", b"\xc3", b"\xe2\x82", b"\xed\xa0\x80", b"\xf0\x8f\xbf\xbf", b"\xf4\x90\x80\x80", b"\xff"]


class Number:
    def __init__(self, text):
        self.text = text


def text(rng):
    return "".join(rng.choice(SCALARS) for _ in range(rng.randint(0, 8)))


def value(rng, depth):
    kind = rng.randrange(9 if depth else 7)
    if kind == 0:
        return rng.choice([None, True, False])
    if kind <= 3:
        return Number(rng.choice(NUMBERS))
    if kind <= 6:
        return text(rng)
    if kind == 7:
        return [value(rng, depth - 1) for _ in range(rng.randint(0, 4))]
    keys = [text(rng) for _ in range(rng.randint(0, 4))]
    return {key: value(rng, depth - 1) for key in keys}


def blank(rng):
    return rng.choice(["", "", "", " ", "\n", "\t \r"])


def written(item, rng):
    """The text of a value, with blanks and escapes where it may have some."""
    before, behind = blank(rng), blank(rng)
    if isinstance(item, Number):
        body = item.text
    elif isinstance(item, list):
        body = "[" + ",".join(written(element, rng) for element in item) + blank(rng) + "]"
    elif isinstance(item, dict):
        members = [written(key, rng) + ":" + written(item[key], rng) for key in item]
        if members and rng.random() < 0.2:
            members.append(rng.choice(members))
        body = "{" + ",".join(members) + blank(rng) + "}"
    else:
        body = json.dumps(item, ensure_ascii=rng.random() < 0.5)
    return before + body + behind


def mutated(document, rng):
    place = rng.randint(0, len(document))
    kind = rng.randrange(5)
    if kind == 0:
        return document[:place] + rng.choice(PIECES).encode() + document[place:]
    if kind == 1:
        return document[:place] + document[place + 1:]
    if kind == 2:
        return document[:place]
    if kind == 3:
        return document[:place] + rng.choice(BYTES) + document[place:]
    end = min(len(document), place + rng.randint(1, 6))
    return document[:place] + document[place:end] * 2 + document[end:]


def deep(rng):
    levels = rng.choice([1, 511, 512, 513, 900])
    opening, closing = rng.choice([("[", "]"), ('{"a":', "}")])
    inside = rng.choice(["0", "", "[]"])
    return (opening * levels + inside + closing * levels).encode()


def plain(item, level=0):
    """One form for a value, or an error where the document is to be refused."""
    if item is None:
        return "n"
    if item is True or item is False:
        return "t" if item else "f"
    if isinstance(item, Number):
        double = float(item.text)
        if double in (float("inf"), float("-inf")):
            return "#%s=none;" % item.text
        return "#%s=%x;" % (item.text, struct.unpack(">Q", struct.pack(">d", double))[0])
    if isinstance(item, str):
        if any(0xD800 <= ord(scalar) <= 0xDFFF for scalar in item):
            raise ValueError("an unpaired surrogate")
        return "s" + ".".join("%x" % ord(scalar) for scalar in item) + ";"
    if level == DEPTH:
        raise ValueError("nested too deeply")
    if isinstance(item, list):
        return "[" + "".join(plain(element, level + 1) for element in item) + "]"
    return "{" + "".join(plain(key) + plain(element, level + 1) for key, element in item) + "}"


def refuse(word):
    raise ValueError(word)


class Pairs(tuple):
    pass


def verdict(document):
    try:
        item = json.loads(
            document.decode("utf-8"), parse_int=Number, parse_float=Number, parse_constant=refuse,
            object_pairs_hook=Pairs)
        return plain(item)
    except (ValueError, RecursionError):
        return "-"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    sys.setrecursionlimit(5000)
    rng = random.Random(arguments.seed)
    for number in range(arguments.count):
        document = deep(rng) if number % 50 == 0 else written(value(rng, 4), rng).encode()
        for _ in range(rng.choice([0, 1, 1, 2])):
            document = mutated(document, rng)
        print(document.hex(), verdict(document))


main()
