#!/usr/bin/env python3
"""Near duplicates by MinHash and LSH, as people look for them. usage: near_duplicates.py rensa|datasketch FILE

Prints how many rows there are, and how many are like an earlier one.
"""
import json
import sys

PERMUTATIONS = 128
THRESHOLD = 0.8


def texts(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            messages = json.loads(line)["messages"]
            yield " ".join(message["content"] for message in messages if message["role"] != "system").lower()


def with_rensa(rows):
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=16)
    for number, text in enumerate(rows):
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=42)
        sketch.update(text.split())
        like = index.query(sketch)
        index.insert(number, sketch)
        yield any(True for _ in like)


def with_datasketch(rows):
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    for number, text in enumerate(rows):
        sketch = MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch([word.encode() for word in text.split()])
        like = index.query(sketch)
        index.insert(str(number), sketch)
        yield bool(like)


peer = {"rensa": with_rensa, "datasketch": with_datasketch}[sys.argv[1]]
found = list(peer(texts(sys.argv[2])))
print(len(found), sum(found))
