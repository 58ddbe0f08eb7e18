"""What is left of a group's title where there is little room: the part that tells it from others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nocscape.console.map.scene.short_titles import short_titles

WORDS = st.lists(st.sampled_from(["Building", "Rack", "A", "B", "12"]), min_size=1, max_size=4).map(" ".join)


def test_words_that_other_titles_begin_with_too_are_left_out() -> None:
    assert short_titles(["Building 6", "Building 17", "Library"]) == {"Building 6": "…6", "Building 17": "…17"}


def test_as_many_words_go_as_any_other_title_shares() -> None:
    titles = ["Site A Rack 1", "Site A Rack 2", "Site B"]
    assert short_titles(titles) == {"Site A Rack 1": "…1", "Site A Rack 2": "…2", "Site B": "…B"}


def test_a_title_of_one_word_stays() -> None:
    assert short_titles(["Seoul", "Seoul"]) == {}


@given(st.lists(WORDS, unique=True))
def test_titles_with_the_same_beginning_stay_apart_and_none_is_left_empty(titles: list[str]) -> None:
    short = short_titles(titles)
    assert all(title.endswith(text.removeprefix("…")) and text != "…" for title, text in short.items())
    for title, text in short.items():
        before = title.removesuffix(text.removeprefix("…"))
        assert [other for other in titles if other == before + text.removeprefix("…")] == [title]
        assert any(other.startswith(before) for other in titles if other != title)
