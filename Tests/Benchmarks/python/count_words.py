#!/usr/bin/env python3
"""Loads o200k_base with tiktoken and counts two words. usage: count_words.py o200k_base.tiktoken"""
import sys

from ranks import encoding

print(len(encoding(sys.argv[1]).encode_ordinary("hello world")))
