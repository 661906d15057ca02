#!/usr/bin/env python3
"""What the cookbook's notebook does: the whole file as a list, its format checks, its distributions.

usage: check_cookbook.py FILE [RANKS]

RANKS is o200k_base.tiktoken; with it tokens are counted, with tiktoken, for the whole row and for the assistant apart.
"""
import collections
import json
import sys

import numpy


def main():
    with open(sys.argv[1], "r", encoding="utf-8") as file:
        dataset = [json.loads(line) for line in file]
    errors = collections.defaultdict(int)
    for row in dataset:
        if not isinstance(row, dict):
            errors["data_type"] += 1
            continue
        messages = row.get("messages", None)
        if not messages:
            errors["missing_messages_list"] += 1
            continue
        for message in messages:
            if "role" not in message or "content" not in message:
                errors["message_missing_key"] += 1
            if any(key not in ("role", "content", "name", "function_call", "weight") for key in message):
                errors["message_unrecognized_key"] += 1
            if message.get("role", None) not in ("system", "user", "assistant", "function"):
                errors["unrecognized_role"] += 1
            content = message.get("content", None)
            if (not content and not message.get("function_call", None)) or not isinstance(content, str):
                errors["missing_content"] += 1
        if not any(message.get("role", None) == "assistant" for message in messages):
            errors["example_missing_assistant_message"] += 1

    without_system = sum(all(message["role"] != "system" for message in row["messages"]) for row in dataset)
    without_user = sum(all(message["role"] != "user" for message in row["messages"]) for row in dataset)
    lengths = [len(row["messages"]) for row in dataset]
    totals, answers = [0], [0]
    if len(sys.argv) > 2:
        from ranks import encoding

        encoder = encoding(sys.argv[2])
        totals, answers = [], []
        for row in dataset:
            total = 3
            for message in row["messages"]:
                total += 3
                for key, value in message.items():
                    total += len(encoder.encode(value)) + (key == "name")
            totals.append(total)
            answers.append(
                sum(len(encoder.encode(message["content"])) for message in row["messages"] if message["role"] == "assistant")
            )
    for values in (lengths, totals, answers):
        numpy.mean(values), numpy.median(values), numpy.quantile(values, 0.1), numpy.quantile(values, 0.9)
    print(len(dataset), sum(errors.values()), without_system, without_user, sum(totals))


main()
