#!/usr/bin/env python3
"""A checker as one writes it for speed: orjson, a line at a time, the cookbook's rules and the server's.

usage: check_orjson.py FILE [RANKS]

RANKS is o200k_base.tiktoken; with it tokens are counted, with tiktoken. Prints rows, findings and tokens.
"""
import collections
import sys

import orjson

ROLES = {"system", "user", "assistant", "tool", "function"}
KEYS = {"role", "content", "name", "weight", "tool_calls", "function_call", "tool_call_id", "refusal", "audio"}
ROW_KEYS = {"messages", "tools", "functions", "parallel_tool_calls"}
SPECIAL = ("<|endoftext|>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>", "<|endofprompt|>", "<|im_start|>",
           "<|im_end|>", "<|im_sep|>")


def check(row, findings):
    if not isinstance(row, dict):
        findings["data_type"] += 1
        return
    if row.keys() - ROW_KEYS:
        findings["unknown_key"] += 1
    messages = row.get("messages")
    if not isinstance(messages, list) or not messages:
        findings["missing_messages_list"] += 1
        return
    calls = set()
    answers = trained = 0
    for message in messages:
        if not isinstance(message, dict):
            findings["message_type"] += 1
            continue
        if message.keys() - KEYS:
            findings["message_unrecognized_key"] += 1
        role = message.get("role")
        if role not in ROLES:
            findings["unrecognized_role"] += 1
        tool_calls = message.get("tool_calls")
        if tool_calls is not None:
            if role != "assistant" or not isinstance(tool_calls, list):
                findings["tool_calls"] += 1
            else:
                for call in tool_calls:
                    function = call.get("function") or {}
                    if call.get("type") != "function" or not isinstance(function.get("arguments"), str):
                        findings["tool_calls"] += 1
                    calls.add(call.get("id"))
        if role == "tool" and message.get("tool_call_id") not in calls:
            findings["tool_call_id"] += 1
        content = message.get("content")
        if content is None:
            if role != "assistant" or not (tool_calls or message.get("function_call")):
                findings["missing_content"] += 1
        elif isinstance(content, str):
            if not content.strip():
                findings["empty_content"] += 1
            if "<|" in content and any(special in content for special in SPECIAL):
                findings["special_token"] += 1
        elif isinstance(content, list):
            for part in content:
                if not isinstance(part, dict) or part.get("type") not in ("text", "image_url"):
                    findings["content_part"] += 1
        else:
            findings["missing_content"] += 1
        weight = message.get("weight")
        if weight is not None and (role != "assistant" or weight not in (0, 1)):
            findings["weight"] += 1
        if role == "assistant":
            answers += 1
            trained += weight != 0
    if not answers:
        findings["example_missing_assistant_message"] += 1
    elif not trained:
        findings["nothing_to_train"] += 1
    elif messages[-1].get("role") != "assistant":
        findings["last_not_assistant"] += 1


def main():
    count = None
    if len(sys.argv) > 2:
        from ranks import encoding

        encode = encoding(sys.argv[2]).encode_ordinary
        count = lambda value: len(encode(value))
    findings = collections.Counter()
    rows = tokens = 0
    with open(sys.argv[1], "rb") as file:
        for line in file:
            rows += 1
            try:
                row = orjson.loads(line)
            except ValueError:
                findings["not_json"] += 1
                continue
            check(row, findings)
            if count is not None and isinstance(row, dict):
                tokens += 3
                for message in row["messages"]:
                    tokens += 3
                    for key, value in message.items():
                        if isinstance(value, str):
                            tokens += count(value) + (key == "name")
    if rows < 10:
        findings["too_few_examples"] += 1
    print(rows, sum(findings.values()), tokens)


main()
