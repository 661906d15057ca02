"""Compares the scores of `ftctl eval` with those of rouge-score and of SQuAD 2.0's published normalization, row by row.

usage: scores.py PROGRAMS SEED     where the programs lie, and what decides the texts
"""

import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile

from rouge_score import rouge_scorer

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Benchmarks/python"))
from score_answers import f1, normalize

ROWS = 3000
# Words, and what looks like blanks, letters, marks and articles to one library and not to another.
PIECES = """a an the A The THE water Water wa-ter x.y naïve Straße İ ΟΔΟΣ ς Σ σ Σας \u212a don't it’s — the— … 水 日本語 é
    ½ Ⅷ ² ٣ _a_ $5 1,000 😀 a😀 ﬁ ǅ Ǆ Ωa 'the' A. an. (a) ا ᾼ ẞ ı I""".split()
PIECES += ["e\u0301", "a\u0301", "the\u0301", "\u0345", "\u00a0", "\u2003", "\u200b", "\u1680", "\u202e"]
PIECES += ["\t", "\n", "\r\n", "\x1c", "\x85", "\x01", "a\x01b", "\x7f"]


def text():
    count = random.choice([0, 1, 2, 3, 5, 8, 20, 70, 130])
    return "".join(random.choice(PIECES) + random.choice([" ", "", "  ", " "]) for _ in range(count))


def pair():
    expected = text() or "x"
    words = expected.split(" ")
    if random.random() < 0.3:
        random.shuffle(words)
    answer = text() if random.random() < 0.4 else " ".join(words[: random.randint(0, len(words))])
    return (expected if random.random() < 0.05 else answer), expected


def line(number, expected):
    messages = [{"role": "user", "content": f"question {number}"}, {"role": "assistant", "content": expected}]
    return json.dumps({"messages": messages}, ensure_ascii=False)


def write(pairs):
    lines = [line(number, expected) for number, (_, expected) in enumerate(pairs)]
    with open("rows.jsonl", "w", encoding="utf-8", newline="") as file:
        file.writelines(one + "\n" for one in lines)
    os.mkdir("record")
    plan = {"version": 1, "file_sha256": "", "system": None, "temperature": 0, "max_tokens": None, "logprobs": False}
    with open("record/plan.json", "w") as file:
        json.dump(plan, file)
    with open("record/record.jsonl", "w") as file:
        for number, (one, (answer, _)) in enumerate(zip(lines, pairs)):
            record = {"row": number + 1, "sample": 1, "model": "m", "account": "default", "finish_reason": "stop"}
            record["row_sha256"] = hashlib.sha256(one.encode()).hexdigest()
            record["answer"] = {"role": "assistant", "content": answer}
            file.write(json.dumps(record) + "\n")


def main(programs, seed):
    random.seed(int(seed))
    pairs = [pair() for _ in range(ROWS)]
    scorer = rouge_scorer.RougeScorer(["rougeL"], use_stemmer=False)
    with tempfile.TemporaryDirectory() as directory:
        os.chdir(directory)
        write(pairs)
        command = [f"{programs}/ftctl", "--store", "none", "eval", "rows.jsonl", "record", "-o", "json"]
        environment = {"HOME": directory, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
        printed = subprocess.run(command, env=environment, capture_output=True, check=True, timeout=120).stdout
        os.chdir("/")
    rows = json.loads(printed)["rows"]
    assert len(rows) == ROWS, len(rows)
    for (answer, expected), row in zip(pairs, rows):
        wanted = {
            "exact": float(answer == expected),
            "normalized": float(normalize(answer) == normalize(expected)),
            "f1": f1(answer, expected),
            "rouge_l": scorer.score(expected, answer)["rougeL"].fmeasure,
        }
        for name, value in wanted.items():
            found = row["answers"][0][name]
            assert abs(found - value) < 1e-6, f"{name}: {found}, not {value}: {answer!r} / {expected!r}"
    print(f"{ROWS} answers have the same scores")


main(*sys.argv[1:])
