#!/usr/bin/env python3
"""What a notebook does: pandas for the filter, jsonlines for the file. usage: prepare_pandas.py IN OUT"""
import json
import sys

import jsonlines
import pandas

SYSTEM = "Given a science question, provide the correct answer with a detailed explanation."

with open(sys.argv[1], encoding="utf-8") as file:
    frame = pandas.DataFrame([json.loads(line) for line in file])
frame = frame.drop(columns=["distractor1", "distractor2", "distractor3"])
frame = frame[(frame["support"] != "") & (frame["correct_answer"] != "")]
with jsonlines.open(sys.argv[2], "w") as writer:
    for _, row in frame.iterrows():
        answer = row["correct_answer"] + " Explanation: " + row["support"]
        writer.write(
            {
                "messages": [
                    {"role": "system", "content": SYSTEM},
                    {"role": "user", "content": row["question"]},
                    {"role": "assistant", "content": answer},
                ]
            }
        )
