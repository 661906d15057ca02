#!/usr/bin/env python3
"""The same with orjson, a line at a time. usage: prepare_orjson.py IN OUT

orjson writes compact separators, so its bytes differ from the notebook's.
"""
import sys

import orjson

SYSTEM = "Given a science question, provide the correct answer with a detailed explanation."

with open(sys.argv[1], "rb") as rows, open(sys.argv[2], "wb") as out:
    for line in rows:
        row = orjson.loads(line)
        if not row["support"] or not row["correct_answer"]:
            continue
        answer = row["correct_answer"] + " Explanation: " + row["support"]
        out.write(
            orjson.dumps(
                {
                    "messages": [
                        {"role": "system", "content": SYSTEM},
                        {"role": "user", "content": row["question"]},
                        {"role": "assistant", "content": answer},
                    ]
                }
            )
            + b"\n"
        )
