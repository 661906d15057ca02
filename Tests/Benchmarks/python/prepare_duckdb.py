#!/usr/bin/env python3
"""The same in one SQL statement of DuckDB. usage: prepare_duckdb.py IN OUT

DuckDB writes compact separators, so its bytes differ from the notebook's.
"""
import sys

import duckdb

SYSTEM = "Given a science question, provide the correct answer with a detailed explanation."

connection = duckdb.connect()
connection.execute("SET preserve_insertion_order = true")
connection.execute(
    """
    COPY (
        SELECT [
            {'role': 'system', 'content': $system},
            {'role': 'user', 'content': question},
            {'role': 'assistant', 'content': correct_answer || ' Explanation: ' || support}
        ] AS messages
        FROM read_json($rows, format = 'newline_delimited', columns = {
            question: 'VARCHAR', correct_answer: 'VARCHAR', support: 'VARCHAR'})
        WHERE support <> '' AND correct_answer <> ''
    ) TO '%s' (FORMAT json)
    """
    % sys.argv[2].replace("'", "''"),
    {"system": SYSTEM, "rows": sys.argv[1]},
)
