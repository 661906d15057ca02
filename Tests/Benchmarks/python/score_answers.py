"""Scores answers as rouge-score and SQuAD 2.0's published normalization do: the mean of each, to twelve places.

usage: score_answers.py FILE.jsonl     rows of {"answer": …, "expected": …}
"""

import collections
import json
import re
import string
import sys

from rouge_score import rouge_scorer

ARTICLES = re.compile(r"\b(a|an|the)\b", re.UNICODE)
PUNCTUATION = set(string.punctuation)


def normalize(text):
    text = "".join(character for character in text.lower() if character not in PUNCTUATION)
    return " ".join(ARTICLES.sub(" ", text).split())


def f1(answer, expected):
    said, wanted = normalize(answer).split(), normalize(expected).split()
    if not said or not wanted:
        return float(said == wanted)
    common = sum((collections.Counter(said) & collections.Counter(wanted)).values())
    if common == 0:
        return 0.0
    precision, recall = common / len(said), common / len(wanted)
    return 2 * precision * recall / (precision + recall)


def main(path):
    scorer = rouge_scorer.RougeScorer(["rougeL"], use_stemmer=False)
    sums, count = [0.0] * 4, 0
    with open(path, encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            answer, expected = row["answer"], row["expected"]
            scores = (
                float(answer == expected),
                float(normalize(answer) == normalize(expected)),
                f1(answer, expected),
                scorer.score(expected, answer)["rougeL"].fmeasure,
            )
            sums = [total + score for total, score in zip(sums, scores)]
            count += 1
    print(count, *(f"{total / count:.12f}" for total in sums))


if __name__ == "__main__":
    main(sys.argv[1])
