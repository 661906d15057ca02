"""README's recipe for an engine: parts prepared by Spark equal a single run, and Parquet comes through DuckDB's pipe.

    parts.py DIRECTORY_OF_PROGRAMS
"""

import collections
import glob
import json
import os
import random
import subprocess
import sys
import tempfile

import duckdb
from pyspark.sql import SparkSession

FTCTL = os.path.join(os.path.abspath(sys.argv[1]), "ftctl")
TEMPLATES = ["--user", "{q}", "--assistant", "{a}"]


def ftctl(*arguments, **options):
    return subprocess.run([FTCTL, *arguments], check=True, stderr=subprocess.PIPE, **options)


def rows():
    numbers = random.Random(7)
    for number in range(3000):
        question = f"What is {numbers.randrange(400)} plus {numbers.randrange(3)}?"
        yield {"q": question, "a": f"It is number {numbers.randrange(3)}.", "id": number}


def keyed(part):
    text = ftctl("prepare", "-", *TEMPLATES, "--part", "--key-column", "key", "-o", "-",
                 input="".join(row + "\n" for row in part), stdout=subprocess.PIPE, text=True).stdout
    return iter(text.splitlines())


def prepared(number, part):
    out = f"parts/{number:05}"
    ftctl("prepare", "-", *TEMPLATES, "--drop", "key", "--part", "--dedupe", "--validation-share", "0.1",
          "--validation", f"{out}.valid.jsonl", "--report", f"{out}.prepare.json", "-o", f"{out}.train.jsonl",
          input="".join(row + "\n" for row in part), text=True)
    ftctl("check", f"{out}.train.jsonl", "--part", "--report", f"{out}.check.json", stdout=subprocess.DEVNULL)
    yield number


def lines(pattern):
    return sorted(line for path in glob.glob(pattern) for line in open(path, encoding="utf-8"))


def sums(paths):
    total = collections.Counter()
    for path in paths:
        report = json.load(open(path, encoding="utf-8"))
        for reason, count in report.pop("dropped").items():
            total[reason] += count
        total.update({key: value for key, value in report.items() if isinstance(value, int)})
    return total


def engine():
    with open("rows.jsonl", "w", encoding="utf-8") as file:
        for row in rows():
            file.write(json.dumps(row) + "\n")
    os.mkdir("parts")
    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate().sparkContext
    spark.setLogLevel("ERROR")
    every = spark.textFile("rows.jsonl", 5).mapPartitions(keyed)
    by_question = every.keyBy(lambda row: json.loads(row)["key"][:16]).partitionBy(7).values()
    # More parts than rows would fill: some are empty.
    count = by_question.union(spark.parallelize([], 2)).mapPartitionsWithIndex(prepared).count()
    spark.stop()
    assert count == 9, count
    ftctl("prepare", "rows.jsonl", *TEMPLATES, "--dedupe", "--validation-share", "0.1", "--report", "whole.json",
          "-o", "whole.train.jsonl", "--validation", "whole.valid.jsonl")
    assert lines("parts/*.train.jsonl") == lines("whole.train.jsonl"), "other training examples"
    assert lines("parts/*.valid.jsonl") == lines("whole.valid.jsonl"), "other validation examples"
    parts, whole = sums(glob.glob("parts/*.prepare.json")), sums(["whole.json"])
    for key in ["rows_read", "rows_kept", "rows_dropped", "duplicate", "examples", "validation_examples",
                "bytes_written", "validation_bytes"]:
        assert parts[key] == whole[key], (key, parts[key], whole[key])
    assert whole["duplicate"] > 500, whole
    merged = json.loads(ftctl("check", "--merge", *glob.glob("parts/*.check.json"), "-o", "json",
                              stdout=subprocess.PIPE, text=True).stdout)
    single = json.loads(ftctl("check", "whole.train.jsonl", "-o", "json", stdout=subprocess.PIPE, text=True).stdout)
    for key in ["rows", "bytes", "refused", "errors", "messages", "tokens", "auto_epochs", "cost", "rules"]:
        assert merged[key] == single[key], (key, merged[key], single[key])
    print(f"{parts['rows_read']} rows in {parts['parts']} parts: {parts['examples']} examples, "
          f"{parts['duplicate']} duplicates, as in a single run")


def parquet():
    duckdb.sql("COPY (SELECT 'q' || i AS question, 'a' || i AS answer FROM range(20) t(i)) TO 'rows.parquet'")
    text = subprocess.run([sys.executable, "-c",
                           "import duckdb; duckdb.sql(\"COPY (FROM 'rows.parquet') TO '/dev/stdout' (FORMAT json)\")"],
                          check=True, stdout=subprocess.PIPE).stdout
    made = ftctl("prepare", "-", "-o", "-", input=text, stdout=subprocess.PIPE).stdout.splitlines()
    assert len(made) == 20 and json.loads(made[3])["messages"][1]["content"] == "a3", made[:4]
    print("20 rows of Parquet through the pipe")


with tempfile.TemporaryDirectory() as directory:
    os.chdir(directory)
    engine()
    parquet()
