"""Packed steps, driven through its traits without a browser; pictures of appendix 11a."""

import pace
import pytest

from helpers.figures import fast_network as draw
from helpers.widgets.packed_steps import PackedSteps


def setting(step, longest_first, skip):
    stage = PackedSteps([3, 7, 2, 5])
    stage.step.value, stage.longest_first.value, stage.skip.value = step, longest_first, skip
    return stage


def test_padding_is_computed_until_it_is_skipped():
    assert "Step 4 computes 4 rows, 2 of them real tokens; all steps together 28. One view" in setting(4, False, False).describe()
    assert "Step 4 computes 2 rows, 2 of them real tokens; all steps together 17" in setting(4, True, True).describe()


def test_skipping_needs_sorted_sentences():
    stage = setting(4, False, True)
    assert "no single view holds them" in stage.describe() and "no single view" in stage.picture.value
    stage.longest_first.value = True
    assert "One view holds them" in stage.describe()


def test_cells_are_drawn():
    assert setting(1, False, False).picture.value.count(">pad<") == 11
    assert setting(1, True, True).picture.value.count(">pad<") == 0


@pytest.mark.parametrize("lengths", [[], [0], [17], [1] * 9])
def test_other_lengths_are_refused(lengths):
    with pytest.raises(ValueError, match="1 to 8 sentences of 1 to 16 tokens"):
        PackedSteps(lengths)


def test_static_picture_and_words():
    data, metadata = setting(2, True, True)._repr_mimebundle_()
    assert len(data["image/png"]) > 3000 and metadata["image/png"]["alt"] in " ".join(data["text/plain"].split())


def test_moving_is_quick():
    stage = setting(1, True, True)
    pace.assert_quick(stage.step, range(1, 8))


def test_pictures_count_cells():
    assert "padded: 28 cells" in draw.two_rectangles([3, 7, 2, 5]).svg()
    assert "16 rows" in draw.weight_layout(16, 32, 1).svg()
