"""Says where the placement and the relationships of a child contradict each other.

A placement away from home ends no relationship by itself; that a parent still counts as living with the child is then
for somebody to look at, and not for the program to put right.
"""

from __future__ import annotations

from datetime import date

from db.domain.people import ChildsPeople, Relationship, kinship
from db.queries.band import Fact
from desktop.infra.codes import labels
from desktop.models.words import day_in_words, listed

_AWAY = ("kin", "foster", "residential", "adoptive")


def contradiction(facts: ChildsPeople, lives_with: Fact | None, day: date) -> str:
    """A sentence where the child is placed away and a parent is still said to live with them; else nothing."""
    if lives_with is None or lives_with.since is None or not lives_with.since <= day:
        return ""
    words = _placed(lives_with.words)
    still = [person.called for tie in facts.relationships if _still(facts, tie, lives_with.since, day)
             and (person := facts.person(tie.person_id))]  # fmt: skip
    if not words or not still:
        return ""
    since = lives_with.since_words or day_in_words(lives_with.since)
    return (
        f"The placement says: {words}, since {since}. The relationships still say that the child lives with"
        f" {listed(still)}. One of the two may need putting right."
    )


def _placed(words: str) -> str:
    """The kind of a placement away from home, as it stands in a sentence; empty at home."""
    known = labels("placement")
    kind = next((known[code] for code in _AWAY if code in known and words.startswith(known[code])), "")
    return kind[:1].lower() + kind[1:]


def _still(facts: ChildsPeople, tie: Relationship, placed: date, day: date) -> bool:
    """A parent who counted as living with the child before the placement, and counts still."""
    known = tie.from_on or (tie.at.date() if tie.at is not None else date.min)
    parent = kinship(tie.kind).group == "parent" and kinship(tie.kind).tie != "adoptive"
    return parent and tie.other_id == facts.child_id and tie.same_household and tie.holds(day) and known < placed
