"""An encoding of tiktoken out of a rank file, without the network."""
import base64

import tiktoken

from patterns import PATTERNS


def encoding(path):
    """o200k_base with the ranks of that file."""
    with open(path, "rb") as file:
        ranks = {base64.b64decode(token): int(rank) for token, rank in (line.split() for line in file)}
    specials = {"<|endoftext|>": 199999, "<|endofprompt|>": 200018}
    return tiktoken.Encoding("o200k_base", pat_str=PATTERNS["o200k_base"], mergeable_ranks=ranks, special_tokens=specials)
