"""The queue as a table: a line a contact, by how long ago it was received, without any word of what was told."""

from __future__ import annotations

from db.queries.contacts import QueuedContact
from desktop.infra.codes import labels
from desktop.models.record_table import RecordColumn
from desktop.models.waiting_words import age_words
from desktop.models.words import count, short_day, with_marks

BESIDE = 2
"""The columns that are shown while a contact is read beside the queue."""


def _source(contact: QueuedContact) -> str:
    came = labels("contact_how").get(contact.how, contact.how)
    return f"{labels('referral_source').get(contact.source, contact.source)}\n{came}"


def _children(contact: QueuedContact) -> str:
    number = count(contact.children, "child", "children")
    if contact.basis == "sealed" and not contact.may_decide:
        return f"{with_marks(contact.names) or number}\nseems to name a child of a sealed file of yours"
    if not contact.names:
        return f"{number}\n{'! may not be safe today' if contact.urgent else 'entered by a colleague'}"
    left = (
        f"{contact.waiting} of {contact.children} without a decision" if 0 < contact.waiting < contact.children else ""
    )
    below = " · ".join(part for part in (left or number, "! may not be safe today" if contact.urgent else "") if part)
    return f"{with_marks(contact.names)}\n{below}"


def _received(contact: QueuedContact) -> str:
    here = contact.received_at.astimezone()
    return f"{age_words(contact.hours)} ago\n{short_day(here.date())}, {here:%H:%M}"


def _entered(contact: QueuedContact) -> str:
    return f"{with_marks(contact.entered_by)}\nfor {contact.team}"


COLUMNS: tuple[RecordColumn[QueuedContact], ...] = (
    RecordColumn("Received", _received, lambda one: one.received_at, 19, strong=lambda _: True, whole=True),
    RecordColumn("Children", _children, lambda one: (not one.names, one.names.casefold()), 30),
    RecordColumn("From", _source, lambda one: _source(one).casefold(), 26),
    RecordColumn("Entered by", _entered, lambda one: one.entered_by.casefold(), 20),
)
