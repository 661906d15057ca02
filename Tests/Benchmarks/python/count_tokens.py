#!/usr/bin/env python3
"""Compares token counting with tiktoken, rs-bpe and Hugging Face's tokenizers, where these are installed: processor time of one thread, all in turn, in one run.

    pip install tiktoken rs-bpe tokenizers
    python3 count_tokens.py --rows train_shape.jsonl --ranks RANKS --ours ".build/release/Benchmarks count"

RANKS is a directory with o200k_base.tiktoken and cl100k_base.tiktoken; nothing is fetched. The command of --ours is
run with ROWS and RANKS behind it and prints, for each encoding, its name, tokens, bytes, and the seconds to count, to
encode and to load.
"""
import argparse
import hashlib
import json
import os
import shlex
import shutil
import statistics
import subprocess
import tempfile
import time

ENCODINGS = ("o200k_base", "cl100k_base")
ADDRESS = "https://openaipublic.blob.core.windows.net/encodings/%s.tiktoken"
SYSTEM = "Given a science question, provide the correct answer with a detailed explanation."


def contents(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if row["support"]:
                yield SYSTEM
                yield row["question"]
                yield row["correct_answer"] + " Explanation: " + row["support"]


def timed(function, texts):
    start = time.thread_time()
    tokens = sum(map(function, texts))
    return tokens, time.thread_time() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", required=True)
    parser.add_argument("--ranks", required=True)
    parser.add_argument("--ours", help="command that counts ROWS with RANKS")
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory() as cache:
        # tiktoken names its cached files by the SHA-1 of their address.
        for name in ENCODINGS:
            target = hashlib.sha1((ADDRESS % name).encode()).hexdigest()
            shutil.copy(os.path.join(arguments.ranks, name + ".tiktoken"), os.path.join(cache, target))
        os.environ["TIKTOKEN_CACHE_DIR"] = cache
        import tiktoken
        from rs_bpe.bpe import openai

        peers = {}
        for name in ENCODINGS:
            start = time.thread_time()
            encode = tiktoken.get_encoding(name).encode_ordinary
            print("%s: tiktoken loads in %.0f ms" % (name, 1000 * (time.thread_time() - start)))
            rust = getattr(openai, name)()
            peers["tiktoken encode", name] = lambda text, encode=encode: len(encode(text))
            peers["rs-bpe count", name] = rust.count
            peers["rs-bpe encode", name] = lambda text, rust=rust: len(rust.encode(text))
            try:
                from count_huggingface import tokenizer
            except ImportError:
                print("skipped: tokenizers is not installed")
            else:
                face = tokenizer(name, os.path.join(arguments.ranks, name + ".tiktoken"))
                peers["tokenizers", name] = lambda text, face=face: len(face.encode(text, add_special_tokens=False).ids)

    texts = list(contents(arguments.rows))
    size = sum(len(text.encode()) for text in texts)
    print("%d texts, %d bytes" % (len(texts), size))
    seconds, tokens, loads = {}, {}, {}
    for function in peers.values():
        timed(function, texts[:3000])
    for _ in range(arguments.rounds):
        for key, function in peers.items():
            total, took = timed(function, texts)
            seconds.setdefault(key, []).append(took)
            tokens.setdefault(key[1], set()).add(total)
        if arguments.ours:
            command = shlex.split(arguments.ours) + [arguments.rows, arguments.ranks]
            for line in subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines():
                name, total, counted, count, encode, load = line.split()
                assert int(counted) == size, "not the same texts"
                seconds.setdefault(("ours count", name), []).append(float(count))
                seconds.setdefault(("ours encode", name), []).append(float(encode))
                loads.setdefault(name, []).append(float(load))
                tokens[name].add(int(total))

    for name in ENCODINGS:
        print("%s: %s tokens%s" % (name, *tokens[name], "") if len(tokens[name]) == 1 else "%s: NOT EQUAL" % name)
        for (peer, encoding), took in seconds.items():
            if encoding == name:
                median = statistics.median(took)
                row = (peer, size / median / 1e6, size / min(took) / 1e6)
                ratio = ""
                if ("ours count", name) in seconds and not peer.startswith("ours"):
                    ours = "ours count" if peer.endswith("count") else "ours encode"
                    ratio = "  ours is %.1fx" % (median / statistics.median(seconds[ours, name]))
                print("  %-16s %7.1f MB/s median, %7.1f best%s" % (*row, ratio))
        if name in loads:
            print("  ours loads in %.0f ms" % (1000 * statistics.median(loads[name])))


main()
