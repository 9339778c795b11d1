"""Attempts on the referral desk: reading others' contacts, deciding, and learning of sealed files."""

from __future__ import annotations

from tests.security.attack import Attack, Gain, attack
from tests.security.stage import (
    ADMINISTRATOR,
    AUDITOR,
    COLLEAGUE,
    DUTY,
    ELSEWHERE,
    FRONT_DOOR,
    GUARDIAN,
    MANAGER,
    SECOND,
    STRANGER,
    SUPPORT,
    SUSPENDED,
    WORKER,
)
from tests.security.stage_contacts import CHILDREN, FACTS

_NEW = '[{"child_id": "<ID>", "new": true, "given": "Put", "family": "There", "sex": "U", "apart": true}]'
_OPEN = "select api.open_contact('<contact_{}>')"
_READ = "select api.read_contact('<contact_{}>')"


def _enter(children: str, contact: str = "<fresh>", facts: str = FACTS) -> str:
    return f"select api.enter_contact('{contact}', '{facts}', '{children}')"


def _new(child: str = "<fresh>") -> str:
    return _enter(_NEW.replace("<ID>", child), facts=FACTS.replace('"2026-11-20T09:00:00+00:00"', '"today"'))


def _decide(contact: str, child: str) -> str:
    return (
        f"""select api.decide_contact('<fresh>', '<contact_{contact}>', '[{{"child_id": "<{child}>", "base": 0,"""
        """ "outcome": "no_action", "why": "attack", "family_knows": "knows", "referrer_told": "attack"}]')"""
    )


def _answer(contact: str, child: str, entry: str = "null") -> str:
    return f"select api.answer_contact('<contact_{contact}>', '<{child}>', {entry})"


def _ticket(contact: str, who: str) -> str:
    return (
        "insert into core.contact_ticket (contact_id, staff_id, expires_at) values"
        f" ('<contact_{contact}>', '<staff_{who.removeprefix('tl_')}>', now() + interval '1 hour')"
    )


_NOT_THEIRS = (
    (WORKER, "other"), (SUPPORT, "other"), (DUTY, "other"), (FRONT_DOOR, "other"), (GUARDIAN, "other"),
    (ELSEWHERE, "other"), (AUDITOR, "other"), (ADMINISTRATOR, "other"), (SUSPENDED, "other"), (STRANGER, "other"),
    (SECOND, "sealed"), (WORKER, "sealed"), (SUPPORT, "sealed"), (SECOND, "south"), (COLLEAGUE, "south"),
    (SECOND, "family"), (FRONT_DOOR, "family"),
)  # fmt: skip

ATTACKS: tuple[Attack, ...] = (
    *(attack(f"{who} opens a contact that is not theirs: {which}", who, _OPEN.format(which))
      for who, which in _NOT_THEIRS),
    *(attack(f"{who} reads a contact with a ticket that ended with the right: {which}", who, _READ.format(which),
             before=_ticket(which, who)) for who, which in _NOT_THEIRS),
    attack("a contact is read that was not opened", SECOND, _READ.format("both")),
    attack("a contact is read in the transaction of opening", COLLEAGUE, "begin", _OPEN.format("both"),
           _READ.format("both")),
    attack("a sealed child is named in a contact about another", SECOND, _READ.format("both"), gain=Gain.WORDS,
           before=_ticket("both", SECOND)),
    # the queue and what came in before
    *(attack(f"the queue names children to {who}", who, "select names from api.contact_queue() where names <> ''",
             gain=Gain.ROWS) for who in (SUPPORT, DUTY, WORKER)),
    attack("the queue tells of a sealed child", SECOND, "select * from api.contact_queue()", gain=Gain.WORDS),
    attack("the queue tells a court adviser", GUARDIAN, "select names from api.contact_queue() where names <> ''",
           gain=Gain.ROWS),
    *(attack(f"contacts of a sealed child are known to {who}", who,
             "select * from api.contacts_like(array['<sealed>']::uuid[], '6', '', now())", gain=Gain.ROWS)
      for who in (SECOND, WORKER, SUPPORT)),
    *(attack(f"{who} asks what came in", who,
             "select * from api.contacts_like(array['<other>']::uuid[], '6', '', now())")
      for who in (GUARDIAN, AUDITOR, ADMINISTRATOR, SUSPENDED)),
    *(attack(f"{who} sees the queue", who, "select * from api.contact_queue()")
      for who in (AUDITOR, ADMINISTRATOR, SUSPENDED)),
    # entering
    *(attack(f"{who} enters a contact", who, _new()) for who in (GUARDIAN, AUDITOR, ADMINISTRATOR, SUSPENDED)),
    *(attack(f"{who} enters a contact about a sealed child", who, _enter('[{"child_id": "<sealed>"}]',
             facts=FACTS.replace('"2026-11-20T09:00:00+00:00"', '"today"'))) for who in (WORKER, SECOND, SUPPORT)),
    *(attack(f"a new child takes the id of a {child} one", WORKER, _new(f"<{child}>"))
      for child in ("sealed", "other", "own")),
    attack("another's contact is sent again", WORKER, _enter(CHILDREN, "<contact_other>")),
    attack("another's contact is sent again by its manager", MANAGER, _enter(CHILDREN, "<contact_other>")),
    attack("a contact is measured", WORKER, "explain (analyze, buffers) " + _new()),
    attack("a contact is measured in a block", WORKER,
           "do $$ begin perform api.enter_contact(gen_random_uuid(), '{}', '[]'); end $$"),
    attack("the question before it is measured", WORKER,
           "explain analyze select * from api.contacts_like(array['<sealed>']::uuid[], '6', '', now())"),
    # deciding
    *(attack(f"{who} decides on a contact", who, _decide("other", "other"), before=_ticket("other", who))
      for who in (WORKER, COLLEAGUE, SUPPORT, DUTY, ELSEWHERE, AUDITOR, ADMINISTRATOR, SUSPENDED)),
    attack("one decides on what one entered for another team", ELSEWHERE, _decide("given", "glass"),
           before=_ticket("given", ELSEWHERE)),
    attack("a manager decides about a family that they know", SECOND, _decide("family", "looked"),
           before=_ticket("family", SECOND)),
    *(attack(f"{who} is told more than that something waits about a family that they know", who,
             "select * from api.contact_queue() where contact_id = '<contact_family>' and (names <> '' or may_decide)",
             gain=Gain.ROWS) for who in (SECOND, FRONT_DOOR)),
    *(attack(f"{who} asks what came in about a family that they know", who,
             f"select * from api.contacts_like(array['<{child}>']::uuid[], '6', '', now())", gain=Gain.ROWS)
      for who, child in ((SECOND, "namesake"), (FRONT_DOOR, "looked"))),
    attack("a manager decides for a sealed child", SECOND, _decide("both", "sealed"), before=_ticket("both", SECOND)),
    attack("a manager decides for a child whom the contact does not name", SECOND, _decide("both", "other"),
           before=_ticket("both", SECOND)),
    attack("a manager decides without having opened it", SECOND, _decide("other", "other")),
    # what seems to name the child of a sealed file
    attack("somebody named by one alone opens what names a sealed child", STRANGER, _OPEN.format("other")
           .replace("select", "select /* pending */")),
    *(attack(f"{who} answers for a sealed child", who, _answer("both", "sealed"), before=_ticket("both", who))
      for who in (SECOND, COLLEAGUE)),
    attack("a manager keeps a contact in a sealed file of others", SECOND, _answer("other", "sealed", "'<fresh>'"),
           before=_ticket("other", SECOND)),
    attack("a contact is kept in a file that it does not name", MANAGER, _answer("south", "sealed", "'<fresh>'"),
           before=_ticket("south", MANAGER)),
)  # fmt: skip
