"""How good are word vectors? Lecture 03: purity of the nearest words; lecture 04: analogies, given words excluded or allowed.

Word vectors are the rows of a matrix E, one for each id: (N, d).
"""

import numpy as np

from helpers.taught.one_hot import check_ids
from helpers.taught.tfidf import unit_rows


def analogy_answers(E, questions, inputs_allowed=False):
    """Answer *a is to b as c is to ...* by the word whose vector makes the smallest angle with b - a + c.

    E: (N, d), one row a word, used at length 1; questions: (n, 3) or (n, 4) ids, of which a fourth is not looked at.
    Without `inputs_allowed`, none of the three given words can be the answer. Ties go to the smallest id, after
    rounding, so that all computers agree. Returns (n,) ids.
    """
    unit = unit_rows(E)
    a, b, c = check_ids(np.asarray(questions)[:, :3], len(E)).T
    scores = np.round((unit[b] - unit[a] + unit[c]) @ unit.T, 9)
    if not inputs_allowed:
        np.put_along_axis(scores, np.stack([a, b, c], axis=1), -np.inf, axis=1)
    return scores.argmax(axis=1)


def analogy_score(E, questions, inputs_allowed=False):
    """Share of the questions, (n, 4) ids, whose answer is the fourth word; see `analogy_answers`.

    Raises what `check_ids` raises, and ValueError: no question, or one without a fourth word.
    """
    questions = check_ids(questions, len(E))
    if questions.ndim != 2 or questions.shape[1] != 4 or not len(questions):
        raise ValueError(f"questions {questions.shape}: give (n, 4), one at least")
    return np.mean(analogy_answers(E, questions, inputs_allowed) == questions[:, 3])


def cluster_purity(E, groups, k=5):
    """Share of the k nearest words, by cosine, that belong to the group of the word itself; mean over all words.

    E: (n, d), the vectors of the n words that have a group, and no others; groups: (n,). Ties go to the earlier row.
    Raises ValueError: fewer than k other words, or k below 1; another number of groups.
    """
    if not 1 <= k < len(E) or len(groups) != len(E):
        raise ValueError(f"k is {k}, {len(groups)} groups: each word has {len(E) - 1} others and one group")
    unit, groups = unit_rows(E), np.asarray(groups)
    cosines = np.round(unit @ unit.T, 9)
    np.fill_diagonal(cosines, -np.inf)
    nearest = np.argsort(-cosines, axis=1, kind="stable")[:, :k]
    return np.mean(groups[nearest] == groups[:, None])
