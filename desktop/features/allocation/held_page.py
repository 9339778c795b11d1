"""Who held a child's case when, and why it changed; for managers also who is named for the file, from when to when."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from db.commands.access import EndAccess, end_access
from db.commands.changes import Changes
from db.commands.sealed import SealedChange, confirm_change, drop_change
from db.errors import NotPermitted, ThroughlineError
from db.queries.allocation import Holder, Named, named_people, who_held
from db.queries.sealed import SealingWait, sealings_waiting
from db.queries.staff import Colleague, colleagues
from desktop.features.allocation.held_lines import HOLDERS, NAMED, told
from desktop.features.allocation.naming import ask_to_name, ask_to_remove_member
from desktop.features.allocation.sealing import SealingBar, proposed, seal_panel, unseal_panel
from desktop.infra.desk import Desk
from desktop.infra.navigation import WhoHeld
from desktop.models.words import with_marks
from desktop.widgets.asking import swap
from desktop.widgets.asking_page import AskingPageOfFile
from desktop.widgets.banner import News
from desktop.widgets.flow import in_lines
from desktop.widgets.split import Headed, one_below_other, side_by_side
from desktop.widgets.text import button, label
from desktop.widgets.text_or_form import TextOrForm
from desktop.widgets.value_list import ValueList


class HeldPage(AskingPageOfFile):
    """Who held the case, and who is named; beside the lists what the file keeps of a line, or a form."""

    after_save = "Done, and on record."

    def __init__(self, desk: Desk, wish: WhoHeld) -> None:
        super().__init__("Who held the case", desk, wish.child_id)
        self.name = wish.name
        self._manages = desk.signed_in.me.role == "manager"
        self._people: tuple[Colleague, ...] = ()
        self.holders = ValueList(desk, "Who held the case", HOLDERS, place="allocation")
        self.named = ValueList(desk, "Named for this file", NAMED, place="allocation")
        self.beside: TextOrForm = TextOrForm("What was said")
        self._naming = Headed(self.named)
        self.sealing = SealingBar(self.save)
        self._lay_out()
        self.sealing.asked.connect(self.seal)
        self.holders.selectionModel().currentRowChanged.connect(self._moved)
        self.named.adding.connect(self.name_somebody)
        self.named.ending.connect(self.end_access)
        self.named.opened.connect(self._confirm_here)
        self.named.selectionModel().currentRowChanged.connect(self._offer)
        desk.news.changed.connect(self._changed)
        desk.appearance.changed.connect(self._fit)
        self._fit()

    def _lay_out(self) -> None:
        self.body.addWidget(label(with_marks(f"Who held the case of {self.name}"), "heading"))
        self.name_button = button("&Name somebody…", self.name_somebody, part="main", tip="Insert in the names")
        self.end_button = button("&End this access", self.end_access, tip="Delete in the names")
        self.confirm_button = button("&Confirm…", self.confirm, tip="Enter in the names")
        self.drop_button = button("Do &not confirm", self.drop)
        managing = (self.name_button, self.end_button, self.confirm_button, self.drop_button)
        self.body.addWidget(in_lines(*managing, button("Back to the file", self.to_file, tip="Esc")))
        for made in managing:
            made.setVisible(False)
        self.body.addWidget(self.sealing)
        lists = one_below_other(Headed(self.holders), self._naming)
        self._naming.setVisible(False)
        self.body.addWidget(side_by_side(lists, self.beside, sizes=(660, 380)), 1)

    def _fit(self) -> None:
        self.holders.fit()
        self.named.fit()

    @property
    @override
    def front(self) -> QWidget:
        return self.holders

    @property
    @override
    def parts(self) -> Sequence[QWidget]:
        names = [] if self._naming.isHidden() else [self.named]
        return [self.holders, *names, self.beside.part]

    @property
    @override
    def lands_once(self) -> bool:
        """What a form asks for has its id; what one confirms without a form is looked for in the list."""
        return self.panel is not None

    def read(self) -> None:
        """Read who held the case, and for a manager who is named."""
        read, session = self._tasks.read, self._session
        read(partial(who_held, session, self.child_id), self._show, self.say_not_read, self.lanes["held"])
        if self._manages:
            names, people, waits = (partial(self._no_names, part) for part in ("named", "people", "sealing"))
            read(partial(named_people, session, self.child_id), self._show_named, names, self.lanes["named"])
            read(partial(colleagues, session), self._know, people, self.lanes["people"])
            read(partial(sealings_waiting, session), self._show_waits, waits, self.lanes["sealing"])

    def _show(self, found: tuple[Holder, ...]) -> None:
        self.banner.was_read()
        self.holders.show_lines(found)
        self._moved()

    def _show_named(self, found: tuple[Named, ...]) -> None:
        self.banner.was_read("named")
        self.named.show_lines(found)
        self._naming.setVisible(True)
        self.name_button.setVisible(True)
        self.sealing.show_names(found)
        self._offer()

    def _show_waits(self, found: tuple[SealingWait, ...]) -> None:
        self.banner.was_read("sealing")
        self.sealing.show_waits(one for one in found if one.child_id == self.child_id)

    def _no_names(self, part: str, error: ThroughlineError) -> None:
        if not isinstance(error, NotPermitted):  # a manager of another team reads who held the case, and names nobody
            self.say_not_read(error, part)

    def _know(self, found: tuple[Colleague, ...]) -> None:
        self.banner.was_read("people")
        self._people = tuple(one for one in found if one.role not in ("administrator", "auditor"))

    def _moved(self, *_: object) -> None:
        one = self.holders.one
        everybody = self.holders.lines.records
        self.beside.text.setPlainText(told(one, everybody) if one is not None else "Nobody has held the case yet.")

    def _changed(self, changes: Changes) -> None:
        if self.child_id in changes.children and self.isVisible():
            self.read()

    # Naming.

    def name_somebody(self) -> None:
        """Give somebody access, from a day to a day, with a reason."""
        if not self.name_button.isHidden():
            self.ask(ask_to_name(self.child_id, self._people))

    def seal(self) -> None:
        """Ask that the file be sealed, with its members, or unsealed."""
        if self.unsaved:
            self.ask_about_unsaved()
            return
        self.banner.clear()
        if self.sealing.sealed:
            self.put(unseal_panel(self.child_id, self._desk.writer))
            return
        me = self._desk.signed_in.me.staff_id
        others = tuple(one for one in self._people if one.staff_id != me)
        ticked = proposed(others, self.holders.lines.records, self.named.lines.records)
        self.put(seal_panel(self.child_id, others, ticked, self._desk.writer))

    @property
    def one(self) -> Named | None:
        """Whoever is named in the line on which one stands."""
        return self.named.one

    def _offer(self, *_: object) -> None:
        """Leave the buttons of what may be done with that name."""
        one = self.one
        waits = one is not None and (one.waits or one.removal_id is not None)
        self.end_button.setVisible(one is not None and not waits)
        self.confirm_button.setVisible(waits and one is not None and one.may_confirm)
        self.drop_button.setVisible(waits)
        self.drop_button.setText("Do &not confirm" if one is not None and one.may_confirm else "Take it &back")

    def _confirm_here(self, _at: object) -> None:
        self.confirm()

    def confirm(self) -> None:
        """As the second person, let a change of the members of a sealed file come about; asks first."""
        one = self.one
        if one is None or not one.may_confirm or self.unsaved:
            return
        does = "no member any more" if one.removal_id is not None else "a member of this sealed file"
        change = partial(swap, confirm_change, SealedChange(one.access_id, self.child_id, one.removal_id))
        ways = (("Confirm", partial(self.save, change)), ("Not yet", self.banner.clear))
        self.banner.say(News.CARE, with_marks(f"{one.name} is then {does}. Why: {one.reason}"), ways, stays=True)
        self.banner.choices[0].setFocus()

    def drop(self) -> None:
        """Take back what one asked for, or do not confirm what another did."""
        one = self.one
        if one is not None and (one.waits or one.removal_id is not None) and not self.unsaved:
            self.save(partial(swap, drop_change, SealedChange(one.access_id, self.child_id, one.removal_id)))

    def end_access(self) -> None:
        """End the access of the line on which one stands; asks first, in a sealed file for a reason."""
        one = self.one
        if one is None or self.unsaved or one.waits or one.removal_id is not None:
            return
        if one.sealed:
            self.ask(ask_to_remove_member(self.child_id, one))
            return
        ending = partial(swap, end_access, EndAccess(one.access_id, self.child_id))
        ways = (("End it", partial(self.save, ending)), ("Leave it", self.banner.clear))
        self.banner.say(News.CARE, with_marks(f"{one.name} will not open this file any more."), ways, stays=True)
        self.banner.choices[0].setFocus()
