"""Byte-pair encoding, the slow plain version (lecture 01).

Text is cut into chunks, a chunk is a list of ids. The ids 0 to 255 are the bytes; each merge makes the next
id, 256, 257 and so on, out of two older ones. Sources: Sennrich, Haddow and Birch (2016); on bytes instead of
characters, Radford et al. (2019).
"""

from itertools import pairwise
from math import inf
from numbers import Integral

from helpers.taught.tokens import check_text


def split_into_chunks(text):
    """Cut `text` (str) before every space; joining the chunks gives the text back, and merges cross no cut.

    Returns a list of str, none of them empty.
    """
    first, *rest = text.split(" ")
    chunks = [first] + [" " + piece for piece in rest]
    return [chunk for chunk in chunks if chunk != ""]


def count_pairs(words):
    """Count how often each pair of neighbouring ids occurs in `words` (a list of lists of int).

    Every neighbourhood counts: a a a holds the pair (a, a) twice, although only one merge will fit.
    Returns a dictionary from (id, id) to count.
    """
    counts = {}
    for ids in words:
        for pair in pairwise(ids):
            counts[pair] = counts.get(pair, 0) + 1
    return counts


def most_frequent_pair(counts):
    """Return the pair with the largest count; on a tie, the one with the smaller left id, then right id.

    `counts` is a dictionary from (id, id) to count. Raises ValueError: `counts` is empty.
    """
    if not counts:
        raise ValueError("counts is empty: there is no pair left to merge")
    return min(counts, key=lambda pair: (-counts[pair], pair))


def merge_pair(ids, pair, new_id):
    """Replace `pair` (id, id) by `new_id` in `ids` (a list of int), from left to right and without overlap.

    Returns a new list: with the pair (a, a), the ids a a a become new_id a.
    """
    pair, merged, i = tuple(pair), [], 0
    while i < len(ids):
        if i + 1 < len(ids) and (ids[i], ids[i + 1]) == pair:
            merged.append(new_id)
            i += 2
        else:
            merged.append(ids[i])
            i += 1
    return merged


def check_training(text, n_merges):
    """Refuse what byte-pair encoding cannot be trained on.

    Raises what `check_text` raises.
    Raises ValueError: `text` is empty, `n_merges` is no whole number of 0 or more.
    """
    check_text(text)
    if text == "":
        raise ValueError("text is empty: there is nothing to learn from; give at least one character")
    if not isinstance(n_merges, Integral) or isinstance(n_merges, bool) or n_merges < 0:
        raise ValueError(f"n_merges must be a whole number of 0 or more, not {n_merges!r}")


def train_bpe(text, n_merges):
    """Learn `n_merges` merges from `text` (str); fewer if no pair is left.

    Returns the merges: a dictionary from (id, id) to new id, in the order of training.
    Raises what `check_training` raises.
    """
    check_training(text, n_merges)
    words = [list(chunk.encode("utf-8")) for chunk in split_into_chunks(text)]
    merges = {}
    for new_id in range(256, 256 + int(n_merges)):
        counts = count_pairs(words)
        if not counts:
            break
        pair = most_frequent_pair(counts)
        merges[pair] = new_id
        words = [merge_pair(ids, pair, new_id) for ids in words]
    return merges


def encode_chunk(chunk, merges):
    """Ids of one chunk (str): its bytes, merged in the order of training, always the oldest merge first.

    `merges` is what `train_bpe` returns. Returns a list of int.
    """
    ids = list(chunk.encode("utf-8"))
    while len(ids) > 1:
        pair = min(pairwise(ids), key=lambda pair: merges.get(pair, inf))
        if pair not in merges:
            break
        ids = merge_pair(ids, pair, merges[pair])
    return ids


def encode_bpe(text, merges):
    """Ids of `text` (str) under `merges` (what `train_bpe` returns); no id for an empty text.

    Returns a list of int. Raises what `check_text` raises.
    """
    check_text(text)
    return [i for chunk in split_into_chunks(text) for i in encode_chunk(chunk, merges)]


def token_bytes(merges):
    """Bytes behind every id: the 256 single bytes, then for each of `merges` its left and right part joined.

    Returns a dictionary from id to bytes.
    """
    table = {i: bytes([i]) for i in range(256)}
    for (left, right), new_id in merges.items():
        table[new_id] = table[left] + table[right]
    return table


def decode_bpe(ids, merges):
    """Text behind `ids` (a list of int), the inverse of `encode_bpe`.

    Ids that are no valid UTF-8, because a character is cut in two, decode with the sign U+FFFD in its place.
    Returns a str. Raises ValueError: an id is neither a byte nor the result of a merge.
    """
    ids, table = list(ids), token_bytes(merges)
    unknown = set(ids) - table.keys()
    if unknown:
        raise ValueError(f"{unknown.pop()!r} is no id of this vocabulary; use 0 to {len(table) - 1}")
    return b"".join(table[i] for i in ids).decode("utf-8", errors="replace")
