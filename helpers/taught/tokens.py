"""Text to tokens, tokens to ids: two plain rules and a vocabulary (lecture 01)."""

import re
import unicodedata
from collections import Counter
from numbers import Integral


def check_text(text):
    """Refuse what is not text.

    Raises TypeError: `text` is not a str. Raises ValueError: `text` holds a lone surrogate, half of a
    character, which UTF-8 cannot store.
    """
    if not isinstance(text, str):
        raise TypeError(f"text must be a str, not {type(text).__name__}; decode bytes first: .decode()")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError(f"text[{error.start}] is a lone surrogate, half a character; remove it") from None


def split_on_spaces(text):
    """Tokens of `text` (str): what stands between white space; no token for an empty text.

    Returns a list of str. Raises what `check_text` raises.
    """
    check_text(text)
    return text.split()


def split_words_and_punctuation(text):
    """Tokens of `text` (str): runs of letters, digits, marks and underscores; each other character; no white space.

    The text is normalized to NFC first, so that two spellings of one letter give one token; combining marks that remain
    belong to their word. Returns a list of str. Raises what `check_text` raises.
    """
    check_text(text)
    text = unicodedata.normalize("NFC", text)
    marks = "".join({c for c in text if unicodedata.category(c)[0] == "M"})
    return re.findall(rf"[\w{marks}]+|[^\w\s]", text)


def count_tokens(token_lists):
    """Count how often each token occurs in `token_lists` (a list of lists of str).

    Returns a Counter. Raises TypeError: not a list of lists of str. Raises ValueError: there is no token at all.
    """
    if not isinstance(token_lists, list) or not all(isinstance(tokens, list) for tokens in token_lists):
        raise TypeError("token_lists must be a list of lists of tokens, such as [['I', 'arrive'], ['leave']]")
    if not all(isinstance(token, str) for tokens in token_lists for token in tokens):
        raise TypeError("each token must be a str, such as 'arrive'")
    counts = Counter(token for tokens in token_lists for token in tokens)
    if not counts:
        raise ValueError("token_lists holds no token; give at least one sentence")
    return counts


def build_vocabulary(token_lists, size):
    """Give the most frequent tokens ids: <pad> is 0, <unk> 1, then by falling frequency, ties alphabetically.

    `token_lists` is a list of lists of str; `size` counts the two special tokens too.
    Returns a dictionary from token to id with at most `size` entries.
    Raises ValueError: `size` is no whole number of 3 or more, or there is no token.
    Raises TypeError: `token_lists` is not a list of lists.
    """
    if not isinstance(size, Integral) or size < 3:
        raise ValueError(f"size must be a whole number of 3 or more (<pad>, <unk> and a token), not {size}")
    counts = count_tokens(token_lists)
    tokens = sorted(counts.keys() - {"<pad>", "<unk>"}, key=lambda token: (-counts[token], token))
    return {token: i for i, token in enumerate(["<pad>", "<unk>", *tokens[: size - 2]])}


def encode_tokens(tokens, vocabulary):
    """Replace each token by its id, and by the id of <unk> where the vocabulary does not know it.

    `tokens` is a list of str, `vocabulary` what `build_vocabulary` returns. Returns a list of int.
    Raises TypeError: `tokens` is not a list of str.
    """
    if not isinstance(tokens, list):
        raise TypeError(f"tokens must be a list of tokens, not {type(tokens).__name__}; split the text first")
    if not all(isinstance(token, str) for token in tokens):
        raise TypeError("each token must be a str: encode one sentence at a time, and only once")
    return [vocabulary.get(token, vocabulary["<unk>"]) for token in tokens]


def unknown_rate(token_lists, vocabulary):
    """Share of all tokens in `token_lists` (a list of lists of str) that `vocabulary` does not know, 0 to 1.

    Raises TypeError: not a list of lists. Raises ValueError: there is no token at all.
    """
    counts = count_tokens(token_lists)
    unknown = sum(count for token, count in counts.items() if token not in vocabulary)
    return unknown / counts.total()
