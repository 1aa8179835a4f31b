"""Byte-pair encoding against `tokenizers` (Hugging Face) and `tiktoken`: one text, one thread, ratios.

    uv run --group peers python -m benchmarks.bpe
    uv run --group peers python -m benchmarks.bpe --text some_book.txt

Without --text, 1 MB of English-like text is made on the spot, the same in every run. A Markov chain over
the words of data/diary.txt writes it. In place of every fourth word stands an invented one: spelled by a
Markov chain over the diary's letters, drawn from 40,000 such words by Zipf's law, with the punctuation of
the word it replaces. The diary alone, repeated, would have too few different words and flatter an encoder
that remembers them; how many different chunks there are is printed.

What must be equal before anything is timed:
- training: the merges, one by one, pairs and order. Both sides take the smallest pair of ids on a tie, but
  Hugging Face numbers the bytes in the order of its printable byte alphabet. So for this comparison it gets
  each byte as the character 256 + byte, where the order is that of the bytes ("mapped").
- encoding: the ids of the whole text from all three, under our merges.

Hugging Face is timed with ByteLevel, as it is used; it trains faster on pieces of a text than on one long
string, so the goal is measured against pieces, cut where a chunk begins. "Mapped" is timed for information:
there the bytes are turned into characters before the clock starts, which spares it a part of the work.

One round runs everything once, in turn, and the two quickest, warm encoding and tiktoken, five times in turn for
the shortest time of each; a ratio is peer time / our time within one round. Printed are the median over the
rounds, the smallest and the largest. Goals: training 1.2 times as fast as Hugging Face,
encoding a text whose chunks are known ("warm") at least as fast as tiktoken, which keeps nothing between
two texts. "Cold" is an encoder that has seen no text yet.
"""

import argparse
import hashlib
import itertools
import json
import os
import pathlib
import platform
import random
import statistics
import sys
import time

os.environ.update(RAYON_NUM_THREADS="1", TOKENIZERS_PARALLELISM="false", OPENBLAS_NUM_THREADS="1")
ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import tiktoken
import tokenizers
from tokenizers import models, pre_tokenizers, trainers

from helpers.taught.bpe import decode_bpe, split_into_chunks, token_bytes, train_bpe
from helpers.taught.bpe_fast import BPEEncoder, train_bpe_fast

CHUNKS = " [^ ]*|[^ ]+"  # split_into_chunks, as tiktoken's pattern
PUNCTUATION = ".,;:!?\"'()“”‘’"
MAPPED = [chr(256 + byte) for byte in range(256)]


def followers(items, order):
    """Dictionary from `order` neighbouring items to the list of what came next."""
    table = {}
    for i in range(len(items) - order):
        table.setdefault(tuple(items[i : i + order]), []).append(items[i + order])
    return table


def invent_words(words, n_words, rng):
    """`n_words` different words, none of `words`, spelled after three letters at a time of `words`."""
    letters = followers("   ".join(["", *sorted(words), ""]), 3)
    invented = {}
    while len(invented) < n_words:
        word = "   "
        while len(word) < 15 and (len(word) == 3 or word[-1] != " "):
            word += rng.choice(letters[tuple(word[-3:])])
        if len(word.rstrip()) > 5 and word.strip() not in words:
            invented[word.strip()] = None
    return list(invented)


def make_text(n_bytes, seed=1):
    """English-like text of `n_bytes` bytes, in paragraphs; the module's docstring says how."""
    rng = random.Random(seed)
    words = (ROOT / "data" / "diary.txt").read_text(encoding="utf-8").split()
    table = followers([*words, words[0]], 1)
    plain = {word.strip(PUNCTUATION).lower() for word in words}
    invented = invent_words({word for word in plain if word.isalpha() and word.isascii()}, 40_000, rng)
    weights = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(invented))))
    pieces, size, word, column = [], 0, words[0], 0
    while size < n_bytes:
        core = word.strip(PUNCTUATION)
        if core.isalpha() and rng.random() < 0.25:
            new = rng.choices(invented, cum_weights=weights)[0]
            pieces.append(word.replace(core, new.capitalize() if core[0].isupper() else new, 1))
        else:
            pieces.append(word)
        column += 1
        pieces.append("\n\n" if column > 60 and word.endswith(".") else " ")
        column = 0 if pieces[-1] == "\n\n" else column
        size += len(pieces[-2].encode("utf-8")) + len(pieces[-1])
        word = rng.choice(table[(word,)])
    return "".join(pieces).encode("utf-8")[:n_bytes].decode("utf-8", errors="ignore")


def in_pieces(text, write=str, n_chunks=500):
    """`text` in pieces of `n_chunks` chunks, each put through `write`; training learns the same from them."""
    chunks = split_into_chunks(text)
    return [write("".join(chunks[i : i + n_chunks])) for i in range(0, len(chunks), n_chunks)]


def map_bytes(text):
    """`text` with the character 256 + byte in place of each UTF-8 byte."""
    return text.encode("utf-8").decode("latin-1").translate(dict(enumerate(MAPPED)))


def huggingface_alphabet():
    """The character by which Hugging Face's ByteLevel writes each byte, as a list of 256.

    Printable characters of Latin-1 stand for themselves, the others are 256, 257, ... (Radford et al., 2019).
    """
    kept = {*range(33, 127), *range(161, 173), *range(174, 256)}
    spare = itertools.count(256)
    return [chr(byte) if byte in kept else chr(next(spare)) for byte in range(256)]


def huggingface_pieces(space=" "):
    """Hugging Face's pre-tokenizer for `split_into_chunks`: each space goes with what follows."""
    return pre_tokenizers.Split(space, "merged_with_next")


def huggingface_train(pieces, n_merges, mapped):
    """Train a `tokenizers.Tokenizer` on `pieces`, mapped bytes or plain text."""
    tokenizer = tokenizers.Tokenizer(models.BPE())
    if mapped:
        tokenizer.pre_tokenizer, alphabet = huggingface_pieces(MAPPED[32]), MAPPED
    else:
        byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence([huggingface_pieces(), byte_level])
        alphabet = byte_level.alphabet()
    size = 256 + n_merges
    trainer = trainers.BpeTrainer(vocab_size=size, min_frequency=0, show_progress=False, initial_alphabet=alphabet)
    tokenizer.train_from_iterator(pieces, trainer)
    return tokenizer


def huggingface_merges(tokenizer):
    """Merges of a tokenizer trained on mapped bytes, as `train_bpe` returns them."""
    model = json.loads(tokenizer.to_str())["model"]
    ids = model["vocab"]
    check([tokenizer.id_to_token(byte) for byte in range(256)] == MAPPED, "the id of a byte is the byte")
    return {(ids[left], ids[right]): ids[left + right] for left, right in model["merges"]}


def huggingface_encoder(merges):
    """A `tokenizers.Tokenizer` with our merges."""
    alphabet = huggingface_alphabet()
    names = {i: "".join(alphabet[byte] for byte in part) for i, part in token_bytes(merges).items()}
    pairs = [(names[left], names[right]) for left, right in merges]
    tokenizer = tokenizers.Tokenizer(models.BPE({name: i for i, name in names.items()}, pairs))
    byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([huggingface_pieces(), byte_level])
    return tokenizer


def tiktoken_encoder(merges):
    """A `tiktoken.Encoding` with our merges."""
    ranks = {part: i for i, part in token_bytes(merges).items()}
    return tiktoken.Encoding("ours", pat_str=CHUNKS, mergeable_ranks=ranks, special_tokens={})


def check(condition, claim):
    """Stop unless `condition` holds: what is not equal is not timed."""
    if not condition:
        raise SystemExit(f"not timed, because this does not hold: {claim}")


def check_equal(text, n_merges):
    """The gate before the clock; returns our merges."""
    merges = train_bpe_fast(text, n_merges)
    start = text[:20_000]
    check(list(train_bpe(start, 150).items()) == list(train_bpe_fast(start, 150).items()), "slow = fast")
    mapped = huggingface_train(in_pieces(text, map_bytes), n_merges, mapped=True)
    check(list(huggingface_merges(mapped).items()) == list(merges.items()), "our merges = Hugging Face's")
    ids = BPEEncoder(merges).encode(text)
    check(decode_bpe(ids, merges) == text, "decoding gives the text back")
    check(ids == tiktoken_encoder(merges).encode_ordinary(text), "our ids = tiktoken's")
    check(ids == huggingface_encoder(merges).encode(text).ids, "our ids = Hugging Face's")
    print(f"equal: {len(merges):,} merges (ours, Hugging Face), {len(ids):,} ids (ours, tiktoken, Hugging Face)")
    return merges


def seconds(work, *arguments):
    """Wall time of one call."""
    start = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - start


def seconds_in_turn(first, second, text, repeats=5):
    """The shortest wall time of each of two encoders that take turns: tens of milliseconds are easily disturbed."""
    pairs = [(seconds(first, text), seconds(second, text)) for _ in range(repeats)]
    return tuple(map(min, zip(*pairs)))


def measure(text, merges, rounds):
    """Seconds by name, one entry a round; every round runs everything once."""
    n_merges, plain, mapped = len(merges), in_pieces(text), in_pieces(text, map_bytes)
    warm, peer = BPEEncoder(merges), tiktoken_encoder(merges)
    warm.encode(text)
    times = {}
    for _ in range(rounds):
        cold, slow_peer = BPEEncoder(merges), huggingface_encoder(merges)
        for name, work, *arguments in [
            ("train", train_bpe_fast, text, n_merges),
            ("train: tokenizers, mapped", huggingface_train, mapped, n_merges, True),
            ("train: tokenizers, ByteLevel", huggingface_train, plain, n_merges, False),
            ("train: tokenizers, ByteLevel, one string", huggingface_train, [text], n_merges, False),
            ("encode cold", cold.encode, text),
            ("encode: tokenizers, cold", slow_peer.encode, text),
            ("encode: tokenizers, warm", slow_peer.encode, text),
        ]:
            times.setdefault(name, []).append(seconds(work, *arguments))
        for name, value in zip(("encode warm", "encode: tiktoken"), seconds_in_turn(warm.encode, peer.encode_ordinary, text)):
            times.setdefault(name, []).append(value)
    return times


def report(times, megabytes):
    """Print medians, and ratios peer / ours round by round."""
    print(f"\n{'median of ' + str(len(times['train'])):44} seconds    MB/s")
    for name, values in times.items():
        middle = statistics.median(values)
        print(f"{name:44} {middle:7.4f} {megabytes / middle:7.1f}")
    print(f"\n{'peer / ours':44}  median   (smallest to largest)   goal")
    for ours, peer, goal in [
        ("train", "train: tokenizers, ByteLevel", 1.2),
        ("train", "train: tokenizers, ByteLevel, one string", None),
        ("train", "train: tokenizers, mapped", None),
        ("encode warm", "encode: tiktoken", 1.0),
        ("encode cold", "encode: tiktoken", None),
        ("encode warm", "encode: tokenizers, warm", None),
        ("encode cold", "encode: tokenizers, cold", None),
    ]:
        ratios = [theirs / own for own, theirs in zip(times[ours], times[peer])]
        middle = statistics.median(ratios)
        verdict = f">= {goal} {'met' if middle >= goal else 'MISSED'}" if goal else "none"
        spread = f"({min(ratios):.2f} to {max(ratios):.2f})"
        print(f"{peer.split(': ')[1] + ' / ' + ours:44} {middle:7.2f}   {spread:23} {verdict}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--text", type=pathlib.Path, help="a UTF-8 file of your own; its first bytes are used")
    parser.add_argument("--bytes", type=int, default=1_000_000)
    parser.add_argument("--merges", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    if options.text:
        text = options.text.read_bytes()[: options.bytes].decode("utf-8", errors="ignore")
    else:
        text = make_text(options.bytes)
    data, chunks = text.encode("utf-8"), split_into_chunks(text)
    versions = f"tokenizers {tokenizers.__version__}, tiktoken {tiktoken.__version__}"
    print(f"Python {platform.python_version()}, {versions}, one thread each")
    print(f"text: {len(data):,} bytes, {len(chunks):,} chunks, {len(set(chunks)):,} different, ", end="")
    print(f"sha256 {hashlib.sha256(data).hexdigest()[:12]}")
    merges = check_equal(text, options.merges)
    report(measure(text, merges, options.rounds), len(data) / 1e6)


if __name__ == "__main__":
    main()
