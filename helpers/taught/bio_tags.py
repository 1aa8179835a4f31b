"""Lecture 17: BIO tags: "B-x" begins a span, "I-x" continues it, "O" is outside. Spans, their F1, rows that make sense."""

from itertools import groupby

import numpy as np


def tag_spans(labels):
    """Spans of a row of labels: a set of (start, end, kind), end not included.

    Labels are 0 and 1, bare kinds with "O" outside, or BIO tags, where "B-" always opens a span. Raises TypeError: a str.
    Raises ValueError: "0" or -1 for 0, "o" for "O", an empty label, None or nan.
    """
    if isinstance(labels, str):
        raise TypeError(f"labels are a list, not the str {labels!r:.40}: give one row for each sentence")
    labels = list(labels)
    for x in labels:
        if x in (None, "o", -1) or x != x or (isinstance(x, str) and (x.isdecimal() or not x.strip())):
            raise ValueError(f"label {x!r}: use the numbers 0 and 1, or tags such as 'B-city' and 'O'")
    kinds = [label[2:] if str(label)[:2] in ("B-", "I-") else label for label in labels]
    number = np.cumsum([str(label).startswith("B-") for label in labels])
    spans, start = set(), 0
    for (kind, _), group in groupby(zip(kinds, number)):
        end = start + len(list(group))
        spans |= {(start, end, kind)} if kind not in (0, "O") else set()
        start = end
    return spans


def tag_span_f1(predicted, labels):
    """F1 of whole spans with their kinds, over many sentences; both are lists of rows of labels. 0 if no span is found.

    Raises ValueError: another number of rows, or a row of another length. Raises TypeError: a row that is a str.
    """
    predicted, labels = list(predicted), list(labels)
    if any(isinstance(row, str) for row in predicted + labels):
        raise TypeError("a row is a str: give a list of labels for each sentence")
    rows = [(list(a), list(b)) for a, b in zip(predicted, labels, strict=True)]
    wrong = [k for k, (ours, theirs) in enumerate(rows) if len(ours) != len(theirs)]
    if wrong:
        raise ValueError(f"row {wrong[0]}: give one predicted label for each true one")
    pairs = [(tag_spans(ours), tag_spans(theirs)) for ours, theirs in rows]
    found = sum(len(ours & theirs) for ours, theirs in pairs)
    return 2 * found / max(sum(len(ours) + len(theirs) for ours, theirs in pairs), 1)


def allowed_pairs(classes):
    """Which label may follow which: (n_y + 1, n_y) of bool, the last row for the beginning of a sentence.

    "I-x" continues a span, so it stands only after "B-x" or "I-x". Where no label is "B-x", "I-x" may stand anywhere.
    """
    classes = list(classes)
    inner = {label: ("B-" + label[2:], label) for label in classes if str(label)[:2] == "I-" and "B-" + label[2:] in classes}
    return np.array([[label not in inner or before in inner[label] for label in classes] for before in [*classes, None]])


def best_path(p, allowed):
    """The most probable row of labels in which every label may follow the one before it (Viterbi, 1967).

    p: (T, n_y), probabilities; allowed: from `allowed_pairs`. Returns (T,) of int. If the most probable label of each token
    makes an allowed row, it is that row. Raises ValueError: p holds nan or a number below 0.
    """
    if not (p >= 0).all():
        raise ValueError("p holds nan or a number below 0: give probabilities")
    path = p.argmax(axis=1)
    if allowed[np.concatenate([[-1], path[:-1]]), path].all():
        return path
    log_p, back = np.log(np.maximum(p, 1e-300)), []
    score = np.where(allowed[-1], log_p[0], -np.inf)
    for row in log_p[1:]:
        ways = np.where(allowed[:-1], score[:, None], -np.inf)
        back.append(ways.argmax(axis=0))
        score = ways.max(axis=0) + row
    path[-1] = score.argmax()
    for i in range(len(back), 0, -1):
        path[i - 1] = back[i - 1][path[i]]
    return path
