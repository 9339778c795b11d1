"""The desk: one short form for a contact, its children found first, saved with one key and the next one begun."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QWidget
from typing_extensions import override

from db.commands.changes import Changes
from db.commands.contacts import EnterContact
from db.domain.draft import CONTACT, Draft, DraftState
from db.errors import Refused, ThroughlineError
from db.local.outbox import command_json, error_of
from db.queries.contacts import LikeContact, contacts_like
from db.queries.staff import Team, list_teams
from desktop.features.referrals.children import Children
from desktop.features.referrals.fields import (
    TEXTS,
    contact_fields,
    facts_of,
    lasting,
    not_right,
    now_words,
    received_at,
    room_words,
)
from desktop.features.referrals.named import pack, unpack
from desktop.infra.acts import Act
from desktop.infra.codes import labels
from desktop.infra.desk import Desk
from desktop.infra.tasks import Lane
from desktop.models.words import count, short_day, with_marks
from desktop.widgets.banner import News
from desktop.widgets.form import Form, Quiet
from desktop.widgets.form_panel import FormPanel
from desktop.widgets.tab_order import tab_through

_NARROW = 92
"""Average characters of width below which the facts stand below the children."""
_ON_ITS_WAY = (
    "The server does not answer. This contact is kept on this computer and goes off by itself. Here is the next."
)
_LOOKED_FOR = "looked_for"
"""What is typed where one finds a child, and nobody is chosen yet: a value of the draft beside the fields."""
_KNOWN = "A child of this name is known"


class DeskPanel(FormPanel):
    """Which children, and what came in; kept as a draft from the first word, sent by the desk in order and once."""

    entered = Signal(str)
    """A contact is done with, and here is an empty form: what became of it, in words."""

    def __init__(self, desk: Desk) -> None:
        self.team = Quiet()
        self.team.setAccessibleName("For the team")
        form = Form(contact_fields(), others={"team": self.team}, spacing=7)
        super().__init__(desk, "New contact", saves="Save the contact, and begin the next", form=form)
        self._drafts, self._me = desk.drafts, desk.signed_in.me
        self._sending = False
        self._told = ""
        self._lane = Lane()
        self._quiet = True
        self.draft = Draft(None, document=CONTACT)
        self.children_ = Children(desk)
        self.children_.changed.connect(self._changed)
        self.children_.grown.connect(self._grown)
        self.save_button.setText("Save, next")
        self.team.currentIndexChanged.connect(self._changed)
        self.form.changed.connect(self._field_changed)
        both = QWidget()
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight, both)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(22)
        self._across.addWidget(self.children_, 5)
        self._across.addWidget(self.form, 6)
        desk.drafts.sent.connect(self._sent)
        desk.drafts.held.connect(self._held)
        desk.drafts.changed.connect(self._look)
        desk.drafts.delayed.connect(self._late)
        desk.drafts.parted.connect(self._parted)
        desk.appearance.changed.connect(self.children_.fit)
        self._offer_teams((self._me.team,))
        self.stand(both)
        self.begin()
        self._tasks.read(partial(list_teams, self._session), self._take_teams, self._no_teams)

    def _take_teams(self, teams: tuple[Team, ...]) -> None:
        self._offer_teams(tuple(team.name for team in teams if team.active))

    def _no_teams(self, _error: ThroughlineError) -> None:
        """One's own team is there."""

    def _offer_teams(self, teams: tuple[str, ...]) -> None:
        chosen = self.form.text("team") or self._me.team
        self.team.blockSignals(True)
        self.team.clear()
        for team in dict.fromkeys((*teams, chosen)):
            self.team.addItem(team, team)
        self.team.setCurrentIndex(self.team.findData(chosen))
        self.team.blockSignals(False)

    # Beginning, and what is typed.

    def begin(self, draft: Draft | None = None) -> None:
        """An empty form, or on with a draft."""
        self._quiet = True
        self._lane.drop()
        self.banner.clear()
        self._saving = self._sending = False
        self._told = ""
        self.draft = draft or Draft(None, document=CONTACT)
        values = dict(self.draft.values)
        if draft is not None:
            typed = draft.typed_at.astimezone()
            values["received"] = lasting(values.get("received", ""), typed, date.today())
        for key in self.form.fields:
            fresh = {"received": now_words(datetime.now()), "family_knows": "not_asked"}
            if key != "team":
                self.form.put(key, values.get(key, fresh.get(key, "")) if draft else fresh.get(key, ""))
            self.form.note(key, "")
        if draft is None:
            self.form.put("how", "telephone")
        elif values.get("team"):
            self._offer_teams((values["team"],))
            self.team.setCurrentIndex(self.team.findData(values["team"]))
        self.children_.put(unpack(values.get("children", "")))
        self.children_.finder.box.setText(values.get(_LOOKED_FOR, ""))
        self._freeze(False)
        self._unfold()
        self._quiet = False

    @property
    def begun(self) -> bool:
        """Whether anything is typed that is worth keeping."""
        named = self.children_.cards or self.children_.finder.typed
        return bool(named or any(self.form.text(key).strip() for key in TEXTS))

    def written(self) -> dict[str, str]:
        """What stands in the form now."""
        values = {key: self.form.text(key) for key in self.form.fields}
        return values | {"children": pack(self.children_.named), _LOOKED_FOR: self.children_.finder.typed}

    def keep(self) -> None:
        """What is typed stays among the drafts, with for whom one was looking."""
        if self.children_.finder.typed != self.draft.values.get(_LOOKED_FOR, ""):
            self._changed()

    def _grown(self) -> None:
        self.helping.attend()
        tab_through((self.body,))

    def _field_changed(self, key: str) -> None:
        self.form.note(key, *room_words(key, self.form.text(key)))
        self._changed()

    def _changed(self, *_: object) -> None:
        self._unfold()
        if self._quiet or self._sending or not self.begun:
            return
        names = ", ".join(one.called for one in self.children_.named)
        now = datetime.now().astimezone()
        self.draft = self._drafts.keep(
            replace(
                self.draft, child=names, values=self.written(), typed_at=now, state=DraftState.WRITING, sending=None,
                trouble="",
            )
        )  # fmt: skip

    def _unfold(self) -> None:
        self.form.unfold("siblings", len(self.children_.new) > 1)

    # Saving.

    @override
    def save(self) -> None:
        """Ask whether it came in already, then have it sent and begin the next; while it is on its way, nothing."""
        if self._sending:
            self._say_silent()
            return
        self.banner.clear()
        command = self._command()
        if command is None:
            return
        about = tuple(one.id for one in self.children_.named if one.known)
        if about and self._told != self._asking():
            moment = received_at(self.form.text("received"), datetime.now())
            work = partial(contacts_like, self._session, about, self.form.text("source"), self.form.text("who"), moment)
            self._tasks.read(work, self._alike, self._cannot_tell, self._lane)
            return
        self._send(command)

    def _asking(self) -> str:
        known = sorted(one.child_id for one in self.children_.named if one.known)
        return f"{self.form.text('source')} {self.form.text('received')} {known}"

    def _alike(self, found: tuple[LikeContact, ...]) -> None:
        if not found:
            self._all_the_same()
            return
        lines = [_like_words(one) for one in found[:3]]
        words = "\n".join(("This may have come in already:", *lines, "Is this another one?"))
        choices = (("Save it all the same", self._all_the_same), ("Go on", self.go_on))
        self.banner.say(News.CARE, words, choices, stays=True)
        self.banner.choices[0].setFocus()

    def _cannot_tell(self, _error: ThroughlineError) -> None:
        self._all_the_same()

    def _all_the_same(self) -> None:
        """It is another one, as far as anybody can tell."""
        self._told = self._asking()
        self.save()

    def _command(self) -> EnterContact | None:
        """The contact, or None where something is missing: each is said at its field, and one stands in the first."""
        children, asked = self.children_.to_send(date.today())
        now = datetime.now()
        for key, words in not_right(self.written(), now).items():
            self.form.note(key, words, "wrong")
            asked.append((words, partial(self.form.go_to, key)))
        if not asked:
            return EnterContact.of(self.draft.entry_id, facts_of(self.written(), now), children)
        (words, go), *others = asked
        more = f" {count(len(others), 'more field is', 'more fields are')} marked." if others else ""
        self.banner.say(News.CARE, words + more)
        go()
        return None

    def _send(self, command: EnterContact) -> None:
        self._changed()
        self._sending = True
        self._begin_saving()
        self._freeze(True)
        kept = self._drafts.send(replace(self.draft, sending=command_json(command)))
        if self._sending:  # where nobody answers the next is begun already
            self.draft = kept
        if self._drafts.silent_since is not None:
            self._late()

    def _freeze(self, frozen: bool) -> None:
        self.form.freeze(frozen)
        self.children_.freeze(frozen)

    def _sent(self, draft: Draft, _changes: Changes) -> None:
        if self._sending and draft.draft_id == self.draft.draft_id:
            self._landed()

    def _landed(self) -> None:
        names = with_marks(self.draft.child)
        self._next(f"Saved, about {names}. It waits for a decision. Here is the next.")

    def _look(self) -> None:
        """See what became of it where another window sent it."""
        if not self._sending:
            return
        listed = next((one for one in self._drafts.drafts if one.draft_id == self.draft.draft_id), None)
        if listed is None and self._drafts.was_sent(self.draft.draft_id):
            self._landed()
        elif listed is not None and listed.state is DraftState.HELD:
            self._held(listed, error_of(listed))

    def _late(self, *_: object) -> None:
        if self._sending:
            self._next(_ON_ITS_WAY)

    def _next(self, words: str) -> None:
        self.begin()
        self.entered.emit(words)
        if self.isVisible():
            self.arrive()

    def _held(self, draft: Draft, error: ThroughlineError) -> None:
        if not self._sending or draft.draft_id != self.draft.draft_id:
            return
        self.begin(draft)
        choices = (("It is another child", self._apart),) if self._is_known(error) else ()
        self.banner.trouble(error, choices)
        self.arrive()

    def _is_known(self, error: ThroughlineError) -> bool:
        return isinstance(error, Refused) and error.text.startswith(_KNOWN)

    def _apart(self) -> None:
        """Somebody looked: the new children are others than those who are called the same."""
        for one in self.children_.new:
            one.fields["apart"] = "yes"
        self.save()

    def _parted(self, draft_id: object, draft: Draft) -> None:
        """It was written on elsewhere too: what stands here goes on as a draft of its own."""
        if draft_id == self.draft.draft_id:
            self.draft = draft

    # Coming and going.

    @override
    def act(self, act: Act) -> bool:
        """Another child too."""
        if act is Act.ANOTHER_CHILD:
            self.children_.finder.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        return super().act(act)

    @override
    def arrive(self) -> None:
        """Stand where one finds a child, or behind what was typed last."""
        self.children_.finder.box.setFocus()

    @override
    def close_panel(self) -> None:
        """Close it; what is typed stays among the drafts, where it is more than having looked for somebody."""
        if self.draft.values:
            self.keep()
        self._drafts.hasten()
        self.finished.emit()

    @override
    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        narrow = self.width() < _NARROW * self.fontMetrics().averageCharWidth()
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._across.setDirection(down if narrow else across)


def _like_words(one: LikeContact) -> str:
    here = one.received_at.astimezone()
    how = labels("contact_how").get(one.how, one.how).lower()
    who = ", the same caller" if one.same_who else ""
    state = "it waits for a decision" if one.waits else "it is decided"
    return f"• {with_marks(one.names)}: received {short_day(here.date())} at {here:%H:%M} by {how}{who}, entered by " \
           f"{with_marks(one.entered_by)}; {state}"  # fmt: skip
