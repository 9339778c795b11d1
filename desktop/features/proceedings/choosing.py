"""Which form adds, corrects or ends what.

The page need not know that proceedings, hearings and parties are asked about differently.
"""

from __future__ import annotations

from uuid import UUID

from db.domain.people import Person
from db.queries.proceedings import CourtChild, Hearing, Party, Proceedings, Version
from db.queries.siblings import Sibling
from desktop.features.proceedings.ask_cases import ask_for_case, ask_to_end_case
from desktop.features.proceedings.ask_hearings import ask_for_hearing, ask_to_end_hearing
from desktop.features.proceedings.ask_parties import ask_for_party, ask_to_end_party
from desktop.features.proceedings.asking import About, Form, Standing


class Forms:
    """The forms of one child's file, which know the child's people, brothers and sisters."""

    def __init__(self, child_id: UUID) -> None:
        self._child_id = child_id
        self.people: tuple[Person, ...] = ()
        self.sisters: tuple[Sibling, ...] = ()

    def new_case(self) -> Form:
        """To record proceedings."""
        standing: Standing[Proceedings] = Standing(None)
        return Form(ask_for_case(self._child_id, standing, self._others(None)), standing)

    def new_hearing(self, case: Proceedings) -> Form:
        """To list a hearing."""
        standing: Standing[Hearing] = Standing(None)
        return Form(ask_for_hearing(self._about(case), standing, case.court), standing)

    def new_party(self, case: Proceedings) -> Form:
        """To record a party."""
        standing: Standing[Party] = Standing(None)
        return Form(ask_for_party(self._about(case), standing, self.people), standing)

    def to_correct(self, one: Version, case: Proceedings) -> Form:
        """To put a line right."""
        if isinstance(one, Proceedings):
            standing = Standing(one, one.proceedings_id)
            return Form(ask_for_case(self._child_id, standing, self._others(one)), standing)
        if isinstance(one, Hearing):
            hearing = Standing(one, one.hearing_id)
            return Form(ask_for_hearing(self._about(case), hearing), hearing)
        party = Standing(one, one.party_id)
        return Form(ask_for_party(self._about(case), party, self.people), party)

    def to_end(self, one: Version, case: Proceedings) -> Form:
        """To end what a line tells of."""
        if isinstance(one, Proceedings):
            standing = Standing(one, one.proceedings_id)
            return Form(ask_to_end_case(self._child_id, standing), standing)
        if isinstance(one, Hearing):
            hearing = Standing(one, one.hearing_id)
            return Form(ask_to_end_hearing(self._about(case), hearing), hearing)
        party = Standing(one, one.party_id)
        return Form(ask_to_end_party(self._about(case), party), party)

    def _about(self, case: Proceedings) -> About:
        return About(self._child_id, case.proceedings_id)

    def _others(self, case: Proceedings | None) -> tuple[CourtChild, ...]:
        """The brothers and sisters who may stand in the same proceedings, and those who do."""
        offered = {one.child_id: one.name for one in self.sisters}
        offered |= {child.child_id: child.name for child in case.children} if case else {}
        return tuple(CourtChild(child_id, name) for child_id, name in offered.items())
