"""The chronologies of brothers and sisters beside a child's: begun by one act, and gone to from one to the next."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from db.errors import ThroughlineError
from desktop.features.court.opening import kept_of
from desktop.features.court.selection import KIND
from desktop.features.court.sibling_ticks import SiblingTicks
from desktop.features.court.siblings import Begun, Kin, Shut, age_order, begin_for, read_kin
from desktop.infra.navigation import CourtChronology, OpenChild, WithFiles
from desktop.infra.tasks import Lane
from desktop.models.words import listed, with_marks
from desktop.widgets.banner import News
from desktop.widgets.flow import Flow, take_away_all
from desktop.widgets.text import button

if TYPE_CHECKING:
    from desktop.features.court.page import CourtPage

NEXT_KEY = "Alt+Page Down"


class Alongside(QObject):
    """Those of one chronology."""

    def __init__(self, page: CourtPage) -> None:
        super().__init__(page)
        self._page, self._reading, self._beginning = page, Lane(), Lane()
        self.kin: tuple[Kin, ...] = ()
        self.ticks = SiblingTicks(self.begin)
        page.panes.settings.column.addWidget(self.ticks)
        page.panes.settings.column.addStretch(1)
        self.links = QWidget()
        self._flow = Flow(self.links, across=2, down=2)
        self.links.setVisible(False)
        self._linked: tuple[tuple[str, str], ...] = ()

    def read(self) -> None:
        """Who they are, and what is begun for them."""
        work = partial(read_kin, self._page.session, self._page.child_id)
        self._page.desk.tasks.read(work, self._show, self._not_read, self._reading)

    def _show(self, kin: tuple[Kin, ...]) -> None:
        self.kin = kin
        self.ticks.show_kin([(one, self._under_way(one)) for one in kin], may_begin=self._page.may_save)
        after = self._in_turn()
        links = [(one.name, f" ({NEXT_KEY})" if one is after[0] else "") for one in after]
        if self.kin and self._page.may_save and not all(map(self._under_way, kin)):
            links.append(("", ""))
        if tuple(links) != self._linked:
            self._linked = tuple(links)
            self._link(after)
        self.links.setVisible(bool(links))

    def _link(self, after: list[Kin]) -> None:
        take_away_all(self._flow)
        for kin, (name, key) in zip(after, self._linked, strict=False):
            words, go = f"{with_marks(name)}’s chronology", partial(self._go_to, kin)
            self._flow.addWidget(
                button(f"{words}{key}", go, part="link", name=f"To {words}", tip=NEXT_KEY if key else "")
            )
        if len(self._linked) > len(after):
            self._flow.addWidget(button("Begin for brothers and sisters too…", self.offer, part="link"))

    def _not_read(self, _error: ThroughlineError) -> None:
        """Nobody is offered; the chronology itself says what is wrong."""

    def _under_way(self, kin: Kin) -> bool:
        return kin.begun or kept_of(self._page.desk.drafts.drafts, kin.child_id) is not None

    def _in_turn(self) -> list[Kin]:
        """Those with a chronology, beginning with the one who comes after this child by age."""
        facts = self._page.facts
        if facts is None:
            return []
        child = facts.child
        here = age_order(child.born, child.expected_on, child.name)
        those = sorted((kin for kin in self.kin if kin.filed or self._under_way(kin)), key=lambda kin: kin.order)
        return [kin for kin in those if kin.order > here] + [kin for kin in those if kin.order <= here]

    # Going to another.

    def go_on(self) -> None:
        """To the next brother's or sister's chronology; without any, to where they are begun."""
        turn = self._in_turn()
        if turn:
            self._go_to(turn[0])
        elif self.kin:
            self.offer()
        else:
            self._page.banner.say(News.NOTE, "No brothers or sisters with a file that you can see are recorded.")

    def _go_to(self, kin: Kin) -> None:
        kept = kept_of(self._page.desk.drafts.drafts, kin.child_id)
        draft_id = kept.draft_id if kept is not None else None
        self._page.desk.navigator.go(CourtChronology(kin.child_id, kin.name, draft_id=draft_id))

    def offer(self) -> None:
        """To the ticks."""
        panes, first = self._page.panes, self.ticks.first
        panes.show_pane(panes.settings)
        if first is not None:
            panes.settings.go_below(first, self.ticks.begin_button)

    # Beginning.

    def begin(self) -> None:
        """Begin one for each that is ticked."""
        self._begin(self.ticks.ticked)

    def begin_also(self, wanted: tuple[UUID, ...]) -> None:
        """Begin one for these, whose files were opened for it."""
        self._begin(tuple(kin for kin in self.kin if kin.child_id in wanted))

    def _begin(self, wanted: tuple[Kin, ...]) -> None:
        page = self._page
        if page.facts is None or page.keeping is None or not wanted:
            return
        work = partial(begin_for, page.session, page.facts, dict(page.keeping.fields), wanted)
        page.desk.tasks.read(work, partial(self._begun, wanted), page.banner.trouble, self._beginning)

    def _begun(self, wanted: tuple[Kin, ...], begun: Begun | Shut) -> None:
        if isinstance(begun, Shut):
            self._ask(wanted, begun)
            return
        page, drafts = self._page, self._page.desk.drafts
        kept = {draft.child_id for draft in drafts.drafts if draft.document == KIND}
        made = [draft for draft in begun.drafts if draft.child_id not in kept]
        for draft in made:
            drafts.keep(draft)
        self.ticks.clear()
        self.read()
        said = list(begun.said)
        if made:
            names = with_marks(listed([draft.child for draft in made]))
            said.insert(0, f"Begun for {names}: kept on this computer, among the drafts, until it is saved or filed.")
        go = (("Go to the next", self.go_on),) if made else ()
        page.banner.say(News.GOOD if made else News.NOTE, " ".join(said) or "They are begun already.", go)
        if made:
            page.banner.choices[0].setFocus()

    def _ask(self, wanted: tuple[Kin, ...], shut: Shut) -> None:
        """Not all their files are open: offer to open them."""
        page, one = self._page, len(shut.names) == 1
        who = with_marks(listed(list(shut.names.values())))
        words = f"The {'file' if one else 'files'} of {who} {'is' if one else 'are'} not open."
        files = tuple(OpenChild(child, name, "") for child, name in shut.names.items())
        here = CourtChronology(page.child_id, page.name, also=tuple(kin.child_id for kin in wanted))
        go = ("Open it and go on" if one else "Open them and go on", partial(self._open, WithFiles(files, here)))
        page.banner.say(News.CARE, f"{words} Opening is on record, with a reason where one is due.", (go,))
        page.banner.choices[0].setFocus()

    def _open(self, wish: WithFiles) -> None:
        self._page.banner.clear()
        self._page.desk.navigator.go(wish)

    def close(self) -> None:
        """The page goes."""
        self._reading.drop()
        self._beginning.drop()
