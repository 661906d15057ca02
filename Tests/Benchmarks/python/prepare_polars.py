#!/usr/bin/env python3
"""The same with Polars. usage: prepare_polars.py IN OUT

Polars writes compact separators, so its bytes differ from the notebook's.
"""
import sys

import polars

SYSTEM = "Given a science question, provide the correct answer with a detailed explanation."


def message(role, content):
    return polars.struct(polars.lit(role).alias("role"), content.alias("content"))


rows = polars.read_ndjson(sys.argv[1]).filter((polars.col("support") != "") & (polars.col("correct_answer") != ""))
answer = polars.col("correct_answer") + " Explanation: " + polars.col("support")
rows.select(
    polars.concat_list(
        message("system", polars.lit(SYSTEM)), message("user", polars.col("question")), message("assistant", answer)
    ).alias("messages")
).write_ndjson(sys.argv[2])
