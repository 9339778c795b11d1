"""Contacts on the stage: about children of two teams, about a sealed child, and two that seem to name one."""

from __future__ import annotations

from uuid import UUID, uuid4

import psycopg

from tests.record import Record

FACTS = (
    '{"team": "North", "received_at": "2026-11-20T09:00:00+00:00", "how": "telephone", "source": "6", "headline":'
    ' "Put there by an attack", "family_knows": "not_asked"}'
)
CHILDREN = '[{"child_id": "<other>"}]'
"""What the contact about the other child was sent as, so that sending it again can be tried."""


def arrange_contacts(record: Record, children: dict[str, UUID]) -> dict[str, str]:
    """Behind the wall, so that no chronology changes."""
    with record.superuser() as connection:
        front = _Front(connection, record, children)
        found = {
            "contact_other": front.contact("Zkother", "tl_practitioner_b", "North", "other"),
            "contact_sealed": front.contact("Zksealed", "tl_practitioner_b", "North", "sealed"),
            "contact_both": front.contact("Nothing to hide", "tl_practitioner_b", "North", "glass", "sealed"),
            "contact_south": front.contact("Zksouth", "tl_practitioner_c", "South", "south"),
            "contact_given": front.contact("Nothing to hide", "tl_manager_b", "North", "glass"),
        }
        front.names(found["contact_south"], children["brother"])
        front.names(found["contact_other"], children["sealed"])
    return found


class _Front:
    """Puts contacts behind the wall."""

    def __init__(self, connection: psycopg.Connection, record: Record, children: dict[str, UUID]) -> None:
        self._connection, self._record, self._children = connection, record, children

    def contact(self, word: str, by: str, team: str, *children: str) -> str:
        """A contact of an entry that stands in no file."""
        contact, entry, staff = uuid4(), uuid4(), self._record.staff[by]
        act = self._connection.execute
        act("insert into core.entry (entry_id, created_by) values (%s, %s)", [entry, staff])
        act(
            "insert into core.entry_version (entry_id, version, op_id, occurred_earliest, occurred_latest,"
            " occurred_precision, kind, headline, source_how, author_id, sha256)"
            " values (%s, 1, gen_random_uuid(), '2026-11-20', '2026-11-20', 'day', 'referral', %s, 'told', %s, '')",
            [entry, f"{word} contact", staff],
        )
        sent = CHILDREN.replace("<other>", str(self._children["other"]))
        act(
            "insert into core.contact (contact_id, team_id, entry_id, received_at, how, source, who, family_knows,"
            " sha256, entered_by) select %s, t.team_id, %s, now() - interval '2 days', 'telephone', '6', %s,"
            " 'not_asked', sha256(convert_to(%s::jsonb::text || %s::jsonb::text, 'UTF8')), %s"
            " from core.team t where t.name = %s",
            [contact, entry, f"{word} caller", FACTS, sent, staff, team],
        )
        for child in children:
            act(
                "insert into core.contact_child (contact_id, child_id, said_name)"
                " values (%s, %s, coalesce(wall.name_of(%s), ''))",
                [contact, self._children[child], self._children[child]],
            )
        return str(contact)

    def names(self, contact: str, child: UUID) -> None:
        """This contact seems to name the child of a sealed file."""
        self._connection.execute(
            "insert into audit.event (action, object_id, detail)"
            " values ('enter_contact', %s, jsonb_build_object('sealed', array[%s::text]))",
            [contact, str(child)],
        )
