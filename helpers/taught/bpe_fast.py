"""Byte-pair encoding, the fast version: same merges, same ids as `helpers.taught.bpe` (lecture 01a).

Training counts a chunk once however often it occurs, keeps the pair counts up to date instead of counting
anew, and takes the next pair from a heap. Encoding remembers the ids of each chunk. In here a chunk is bytes,
and a token is one character: id i is chr(i), and Latin-1 turns byte b into chr(b). So a word is a str, a pair
is a str of length two, and a merge is `str.replace`, which goes from left to right without overlap.
"""

from collections import Counter, defaultdict
from heapq import heapify, heappop, heappush
from itertools import chain, pairwise

from helpers.taught.bpe import check_training
from helpers.taught.tokens import check_text


def count_chunks(text):
    """Count each chunk of `text` (str), cut before every space; the spaces are put back after counting.

    Returns a Counter from chunk (bytes) to count.
    """
    first, *rest = text.encode("utf-8").split(b" ")
    counts = Counter({b" " + piece: count for piece, count in Counter(rest).items()})
    if first != b"":
        counts[first] += 1
    return counts


def index_pairs(words):
    """Find for each pair the numbers of the words that hold it, a number once for each place in the word.

    `words` is a list of str. Returns a dictionary from pair (str of length 2) to list of int.
    """
    where = defaultdict(list)
    for number, word in enumerate(words):
        for left, right in pairwise(word):
            where[left + right].append(number)
    return where


def total_count(numbers, how_often):
    """Add the counts of the words with these numbers; `how_often` is the list of all words' counts."""
    return sum([how_often[number] for number in numbers])


def pop_most_frequent(heap, counts):
    """Take the most frequent pair from the heap, on a tie the smallest; None if no pair is left.

    `heap` holds (-count, pair) and may be out of date, because a merge lowers the counts of other pairs: an
    entry that promises too much goes back with the count it has now in `counts`.
    """
    while heap:
        count, pair = heappop(heap)
        if -count == counts[pair]:
            return pair
        if counts[pair] > 0:
            heappush(heap, (-counts[pair], pair))
    return None


def merge_words(words, numbers, pair, new):
    """Replace `pair` by the character `new` in the words with these numbers, in the list `words` itself.

    A number that stands several times in `numbers`, side by side, is one word. Returns two dictionaries from
    character to list of numbers: who stands directly before `new`, and directly after it. Two `new` side by
    side stand in the second only.
    """
    before, after, last = defaultdict(list), defaultdict(list), None
    for number in numbers:
        if number == last or pair not in words[number]:
            continue
        last = number
        word = words[number] = words[number].replace(pair, new)
        i = word.find(new)
        while i >= 0:
            if i > 0:
                before[word[i - 1]].append(number)
            if i + 1 < len(word):
                after[word[i + 1]].append(number)
            i = word.find(new, i + 1)
    before.pop(new, None)
    return before, after


def changed_pairs(words, numbers, pair, new):
    """Merge `pair` into `new` as `merge_words` does; returns the changes: (old pair, new pair, numbers)."""
    left, right = pair
    before, after = merge_words(words, numbers, pair, new)
    changed = [(x + left, x + new, found) for x, found in before.items()]
    return changed + [(right + (left if x == new else x), new + x, found) for x, found in after.items()]


def train_bpe_fast(text, n_merges):
    """Learn the merges that `train_bpe(text, n_merges)` learns, a few hundred times faster on long texts.

    Returns a dictionary from (id, id) to new id, in the order of training.
    Raises what `check_training` raises.
    """
    check_training(text, n_merges)
    chunks = count_chunks(text)
    words, how_often = [chunk.decode("latin-1") for chunk in chunks], list(chunks.values())
    where = index_pairs(words)
    counts = {pair: total_count(numbers, how_often) for pair, numbers in where.items()}
    heap = [(-count, pair) for pair, count in counts.items()]
    heapify(heap)
    merges = {}
    for new_id in range(256, 256 + int(n_merges)):
        pair = pop_most_frequent(heap, counts)
        if pair is None:
            break
        merges[ord(pair[0]), ord(pair[1])] = new_id
        for old, fresh, numbers in changed_pairs(words, where.pop(pair), pair, chr(new_id)):
            where[fresh] = numbers
            counts[fresh] = total_count(numbers, how_often)
            counts[old] -= counts[fresh]
            heappush(heap, (-counts[fresh], fresh))
    return merges


def encode_chunks(chunks, merges):
    """Ids of many chunks at once, in one long str with a character between them that is no id.

    `chunks` is a list of bytes, at least one; `merges` is what `train_bpe` returns.
    Returns a list of tuples of int.
    """
    ids = {chr(i): i for i in range(256 + len(merges))}
    separator = chr(256 + len(merges))
    letters = separator.join(chunk.decode("latin-1") for chunk in chunks)
    for (left, right), new_id in merges.items():
        letters = letters.replace(chr(left) + chr(right), chr(new_id))
    return [tuple(ids[letter] for letter in part) for part in letters.split(separator)]


class BPEEncoder:
    """Encoder that works out each chunk once and then remembers its ids: `BPEEncoder(merges).encode(text)`.

    `merges` is what `train_bpe` returns. `encode` gives the list of int that `encode_bpe` gives, and raises
    what `check_text` raises. It looks up pieces: chunks without their space. Only the first chunk of a text
    has no space to lose; a space in front, which no piece can hold, marks it.
    """

    def __init__(self, merges):
        self.merges = merges
        self.known = {}

    def encode(self, text):
        check_text(text)
        pieces = text.encode("utf-8").split(b" ")
        pieces[0] = b" " + pieces[0]
        try:
            return list(chain.from_iterable(map(self.known.__getitem__, pieces)))
        except KeyError:
            self.learn([piece for piece in dict.fromkeys(pieces) if piece not in self.known])
            return self.encode(text)

    def learn(self, pieces):
        chunks = [piece[1:] if piece.startswith(b" ") else b" " + piece for piece in pieces]
        self.known.update(zip(pieces, encode_chunks(chunks, self.merges)))
