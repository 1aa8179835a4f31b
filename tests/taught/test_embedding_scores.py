"""Analogies: an example that can be done by hand, a slow twin, ties, and the switch."""

import numpy as np
import pytest

from helpers.taught.embedding_scores import analogy_answers, analogy_score

#           man     woman   king    queen    city
E = np.array([[3.0, 1, 0], [3, -1, 0], [1, 1, 2], [1, -1, 2], [-1, 0, 1]])


def slow_answer(E, question, inputs_allowed):
    unit = [row / np.linalg.norm(row) for row in E]
    a, b, c = question[:3]
    target = unit[b] - unit[a] + unit[c]
    cosines = [row @ target / np.linalg.norm(target) for row in unit]
    order = sorted(range(len(E)), key=lambda i: -cosines[i])
    return next(i for i in order if inputs_allowed or i not in question[:3])


def test_by_hand():
    assert analogy_answers(E, [[0, 1, 2, 3]]).tolist() == [3]
    assert analogy_score(E, [[0, 1, 2, 3], [0, 1, 2, 4]]) == 0.5


@pytest.mark.parametrize("inputs_allowed", [False, True])
def test_against_a_slow_twin(inputs_allowed):
    rng = np.random.default_rng(0)
    E = rng.normal(size=(30, 6)) * rng.uniform(0.1, 9, (30, 1))
    questions = np.array([rng.choice(30, 4, replace=False) for _ in range(200)])
    expected = [slow_answer(E, list(question), inputs_allowed) for question in questions]
    assert analogy_answers(E, questions, inputs_allowed).tolist() == expected


def test_the_switch_matters():
    rng = np.random.default_rng(1)
    E, questions = rng.normal(size=(50, 20)), np.array([[0, 1, 2, 3], [4, 5, 6, 7]])
    allowed, excluded = analogy_answers(E, questions, inputs_allowed=True), analogy_answers(E, questions)
    assert all(answer in question[1:3] for answer, question in zip(allowed, questions))  # random vectors: b or c wins
    assert all(answer not in question[:3] for answer, question in zip(excluded, questions))


def test_ties_and_empty_rows():
    assert analogy_answers(np.eye(6), [[3, 1, 5, 0]], inputs_allowed=True).tolist() == [1]  # b and c tie: the smaller id
    assert analogy_answers(np.eye(6), [[3, 1, 5, 0]]).tolist() == [0]
    assert np.isfinite(analogy_score(np.zeros((5, 3)), [[0, 1, 2, 3]]))


def test_questions_are_not_changed_and_three_columns_are_enough():
    questions = np.array([[0, 1, 2]])
    assert analogy_answers(E, questions).tolist() == [3]
    assert questions.tolist() == [[0, 1, 2]]
    assert analogy_answers(E, [(1, 0, 3)]).tolist() == [2]
