"""A contact read out: what was told and by whom, each child named in it, and what was decided."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.queries.contacts import Contact, ContactChild, Decided, EarlierContact, SealedNamed
from desktop.infra.codes import labels
from desktop.models.waiting_words import age_words
from desktop.models.words import age_in_words, count, short_day, with_marks
from desktop.widgets.text import button, label

_MEANT = "This seems to name {}, whose file is sealed. Who entered it does not know."


class ContactText(QWidget):
    """The words of a contact from the top down; what one can do beside a child is told to the panel."""

    file_wanted = Signal(ContactChild)
    change_wanted = Signal(ContactChild)
    answered = Signal(SealedNamed, bool)
    """What was said of a child of a sealed file: to be kept there, or another child."""

    def __init__(self, contact: Contact) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(5)
        self._told(contact)
        for child in contact.children:
            self._child(child, may_open=contact.basis != "own")
        for one in contact.sealed:
            self._sealed(one)

    def _say(self, words: str, part: str = "value", name: str = "") -> None:
        if words:
            self._column.addWidget(label(with_marks(words), part, name=name))

    def _told(self, contact: Contact) -> None:
        self._say("! It was said that a child may not be safe." if contact.urgent else "", "wrong")
        source = labels("referral_source").get(contact.source, contact.source)
        came = labels("contact_how").get(contact.how, contact.how).lower()
        self._say(f"{source}, {came}, {_moment(contact.received_at)}: {age_words(contact.hours)} ago", "muted")
        self._say(contact.headline, "label", "What is told")
        self._say(contact.detail, name="In full")
        who = ", ".join(part for part in (contact.who, contact.role, contact.call_back) if part)
        unnamed = " Not to be named to the family." if contact.not_named else ""
        self._say(f"Told by {who or 'somebody not named'}.{unnamed}")
        entered = f"Entered by {contact.entered_by} for {contact.team}."
        self._say(f"The family: {_lower(labels('family_knows'), contact.family_knows)}. {entered}", "muted")

    def _child(self, child: ContactChild, *, may_open: bool) -> None:
        """Name, age, who works with the child, earlier contacts and the decision that stands."""
        top = QHBoxLayout()
        top.setContentsMargins(0, 8, 0, 0)
        top.addWidget(label(with_marks(child.name or child.said_name), "label"), 1)
        if may_open:
            name = f"Open the file of {with_marks(child.name)}"
            top.addWidget(button("Open the file", partial(self.file_wanted.emit, child), part="link", name=name))
        self._column.addLayout(top)
        self._say(_facts(child), "muted")
        self._say(f"Said of this child: {child.said}" if child.said else "")
        self._say(_earlier(child.earlier), "muted")
        if child.decision is not None:
            self._say(_decided(child.decision), name="What was decided")
            if child.may_decide:
                change = button("Change the decision…", partial(self.change_wanted.emit, child), part="link")
                self._column.addWidget(change, 0, Qt.AlignmentFlag.AlignLeft)

    def _sealed(self, one: SealedNamed) -> None:
        """A child of a sealed file who may be meant: kept there, or said to be another."""
        name = f"{one.name}, {one.reference}"
        if one.answered:
            words = "kept in the sealed file" if one.kept else "said to be another child"
            self._say(f"{name}: {words}.", "muted")
            return
        self._say(_MEANT.format(name), "label")
        line = QHBoxLayout()
        line.addWidget(button("Keep it in the sealed file", partial(self.answered.emit, one, True)))
        line.addWidget(button("It is another child", partial(self.answered.emit, one, False)))
        line.addStretch(1)
        self._column.addLayout(line)


def _moment(at: datetime) -> str:
    here = at.astimezone()
    return f"{short_day(here.date())} at {here:%H:%M}"


def _lower(words: dict[str, str], code: str) -> str:
    said = words.get(code, code)
    return f"{said[:1].lower()}{said[1:]}"


def _facts(child: ContactChild) -> str:
    known = child.born or child.expected_on
    age = age_in_words(child.born, child.expected_on, date.today(), child.born_latest) if known else ""
    who = ", ".join(part for part in (child.worker, child.team) if part)
    made = "the file was made for this contact" if child.made else ""
    closed = "the file is closed" if child.closed else ""
    return " · ".join(part for part in (age, child.reference, who, closed or made) if part)


def _earlier(earlier: tuple[EarlierContact, ...]) -> str:
    if not earlier:
        return ""
    outcomes = labels("contact_outcome")
    named = [
        f"{short_day(one.at.astimezone().date())} {labels('referral_source').get(one.source, one.source)}"
        f" ({_lower(outcomes, one.outcome) if one.outcome else 'waits'})"
        for one in earlier
    ]
    return f"{count(len(earlier), 'contact')} in the year before: {'; '.join(named)}"


def _decided(decision: Decided) -> str:
    outcome = labels("contact_outcome").get(decision.outcome, decision.outcome)
    family = f"The family: {_lower(labels('family_knows'), decision.family_knows)}. {decision.family_why}".strip()
    lines = (
        f"{outcome}. Decided by {decision.by}, {_moment(decision.at)}.", decision.why, family,
        f"The referrer was told: {decision.referrer_told}",
    )  # fmt: skip
    return "\n".join(line for line in lines if line)
