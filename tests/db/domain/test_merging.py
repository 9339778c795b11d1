"""Two people who amend the same entry at once: nothing of either is dropped, and only true conflicts are asked about.

Why a property test: a merge that loses one field in a rare order of changes would lose it silently.
"""

from hypothesis import given
from hypothesis import strategies as st

from db.domain.merging import Merged, merge

BASE = {"headline": "Home visit", "detail": "Seen at home.", "outcome": ""}


def test_what_only_one_of_them_changed_is_taken_from_that_one() -> None:
    mine = BASE | {"headline": "Home visit, seen alone"}
    theirs = BASE | {"outcome": "Visit again on Friday"}
    assert merge(BASE, mine, theirs) == Merged(
        {"headline": "Home visit, seen alone", "detail": "Seen at home.", "outcome": "Visit again on Friday"},
        theirs=("outcome",),
        both=(),
    )


def test_where_both_changed_a_field_differently_mine_is_kept_and_it_is_named() -> None:
    merged = merge(BASE, BASE | {"detail": "Seen alone."}, BASE | {"detail": "Seen with his mother."})
    assert (merged.values["detail"], merged.theirs, merged.both) == ("Seen alone.", (), ("detail",))


def test_the_same_change_by_both_is_no_conflict() -> None:
    changed = BASE | {"detail": "Seen alone."}
    assert merge(BASE, changed, dict(changed)) == Merged(changed, (), ())


def test_an_emptied_field_is_a_change() -> None:
    assert merge(BASE, BASE, BASE | {"detail": ""}) == Merged(BASE | {"detail": ""}, ("detail",), ())
    assert merge(BASE, BASE | {"detail": ""}, BASE | {"detail": "Seen alone."}).both == ("detail",)


def test_a_missing_field_counts_as_empty() -> None:
    mine, theirs = {"headline": "Home visit"}, BASE | {"place": "at his aunt’s"}
    merged = merge(BASE, mine, theirs)
    assert merged.values == {"headline": "Home visit", "detail": "", "outcome": "", "place": "at his aunt’s"}
    assert (merged.theirs, merged.both) == (("place",), ())


SIDES = st.dictionaries(
    st.sampled_from(["headline", "detail", "words", "impact"]), st.sampled_from(["", "a", "b", "c"])
)


@given(base=SIDES, mine=SIDES, theirs=SIDES)
def test_no_change_of_either_vanishes(base: dict[str, str], mine: dict[str, str], theirs: dict[str, str]) -> None:
    merged = merge(base, mine, theirs)
    for key in {*base, *mine, *theirs}:
        before = base.get(key, "")
        for side in (mine, theirs):
            if side.get(key, "") != before:
                assert merged.values[key] == side.get(key, "") or key in merged.both
        if key in merged.both:
            assert merged.values[key] == mine.get(key, "")
        assert (key in merged.theirs) <= (merged.values[key] == theirs.get(key, ""))


@given(base=SIDES, mine=SIDES, theirs=SIDES)
def test_only_what_both_changed_differently_is_asked_about(
    base: dict[str, str], mine: dict[str, str], theirs: dict[str, str]
) -> None:
    merged, swapped = merge(base, mine, theirs), merge(base, theirs, mine)
    assert set(merged.both) == set(swapped.both)
    for key in merged.both:
        assert len({base.get(key, ""), mine.get(key, ""), theirs.get(key, "")}) == 3
    assert {key: text for key, text in merged.values.items() if key not in merged.both} == {
        key: text for key, text in swapped.values.items() if key not in merged.both
    }
