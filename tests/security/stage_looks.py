"""Looks on the stage: broken glass, looks that deserve a question, an answer, and who knows a family."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from psycopg.types.json import Jsonb

from db.commands.drafts import hand_draft, keep_draft
from db.commands.looks import AnswerLooks, DeclareInterest, answer_looks, declare_interest, open_looks
from db.domain.draft import Draft
from db.queries.looks import look_questions
from tests.record import Record
from tests.security.stage_contacts import FACTS

WORKER, COLLEAGUE, STRANGER = "tl_practitioner_a", "tl_practitioner_b", "tl_practitioner_c"
MANAGER, SECOND, ELSEWHERE = "tl_manager_a", "tl_manager_a2", "tl_manager_b"
DUTY, FRONT_DOOR, AUDITOR, ADMINISTRATOR = "tl_duty_a", "tl_front_door", "tl_auditor", "tl_administrator"


def arrange_looks(record: Record) -> dict[str, str]:
    """Files of their own, since who opened them is what is asked about."""
    children = {
        "looked": record.new_child("Nadia", "Lookfile"),
        "namesake": record.new_child("Petra", "A"),
        "kin": record.new_child("Karla", "B"),
        "adopted": record.new_child("Clara", "C"),
        "moved": record.new_child("Milo", "Movedfile", team="South"),
        "guessed": record.new_child("Gina", "Guessedfile"),
        "fled": record.new_child("Fred", "Fledfile"),
    }
    record.allocate(children["kin"], COLLEAGUE)
    record.opened(COLLEAGUE, children["kin"]).close()
    for child in ("looked", "looked", "looked", "guessed", "fled"):
        record.opened(DUTY, children[child], purpose="duty").close()
    for login, child in ((STRANGER, "looked"), (MANAGER, "moved")):
        record.opened(login, children[child], purpose="a child ran to our office", break_glass=True).close()
    record.opened(MANAGER, children["namesake"], purpose="duty").close()
    for child, members in (("kin", [COLLEAGUE]), ("adopted", [])):
        record.seal(MANAGER, children[child], *members)
    words = {name: str(child) for name, child in children.items()}
    with record.superuser() as connection:
        connection.execute(
            "insert into core.relationship (person_id, other_id, kind, recorded_by) values (%s, %s, 'sister', %s)",
            [children["adopted"], children["looked"], record.staff[MANAGER]],
        )
        connection.execute(  # said before the file was sealed
            "insert into core.declared_interest (interest_id, child_id, staff_id, why)"
            " values (%s, %s, %s, 'my cousin')",
            [uuid4(), children["adopted"], record.staff[COLLEAGUE]],
        )
        connection.execute(
            "update core.file set team_id = (select team_id from core.team where name = 'North') where child_id = %s",
            [children["moved"]],
        )
        for name, login in (("looked", STRANGER), ("moved", MANAGER), ("namesake", MANAGER)):
            row = connection.execute(
                "select t.ticket_id, f.reference from core.ticket t join core.file f using (child_id)"
                " where t.child_id = %s and t.staff_id = %s", [children[name], record.staff[login]],
            ).fetchone()  # fmt: skip
            assert row
            words |= {f"look_{name}": str(row[0]), f"reference_{name}": str(row[1])}
        for name in ("kin",):
            row = connection.execute("select reference from core.file where child_id = %s", [children[name]]).fetchone()
            words[f"reference_{name}"] = str(row[0]) if row else ""
    _arrange_addresses(record, children)
    return words | _family(record, children) | _asked(record, children)


def _family(record: Record, children: dict[str, UUID]) -> dict[str, str]:
    """A contact, a talk and a draft about two of the children, before somebody says to know the family of one."""
    words = {name: str(uuid4()) for name in ("contact_family", "family_asked", "family_talk")}
    both = [{"child_id": str(children[name]), "urgent": "see them", "agreed_first": "visit",
             "agreed_by": date.today().isoformat()} for name in ("looked", "namesake")]  # fmt: skip
    facts = FACTS.replace('"2026-11-20T09:00:00+00:00"', '"today"')
    with record.psql(FRONT_DOOR) as connection:
        connection.execute(
            "select api.enter_contact(%s, %s, %s)",
            [words["contact_family"], facts, Jsonb([{"child_id": one["child_id"]} for one in both])],
        )
    with record.psql(MANAGER) as connection:
        connection.execute(
            "select api.propose_allocation(%s, %s, 'allocated_worker', 'knows the school', %s)",
            [words["family_asked"], record.staff[FRONT_DOOR], Jsonb(both)],
        )
        connection.execute(
            "select api.record_talk(%s, %s, current_date, 'both', 'has room', %s)",
            [words["family_talk"], words["family_asked"], Jsonb(both)],
        )
    session, draft = record.session(COLLEAGUE), Draft(children["namesake"], values={"detail": "a call"})
    keep_draft(session, draft)
    hand_draft(session, draft.draft_id, "to be recorded")
    session.close()
    return words | {"draft_family": str(draft.draft_id)}


def _arrange_addresses(record: Record, children: dict[str, UUID]) -> None:
    """Where somebody on duty lives: with a sealed sister, where a manager guesses it, and where somebody hides."""
    with record.psql(ADMINISTRATOR) as administrator:
        administrator.execute(
            "select api.change_staff(%(login)s, m ->> 'name', m ->> 'role', '', m ->> 'team', false, true, 'moved',"
            " (m ->> 'last_change')::bigint, '12', 'LS6 2AB') from api.staff_member(%(login)s) m", {"login": DUTY},
        )  # fmt: skip
    with record.superuser() as connection:
        for child, by in (("adopted", COLLEAGUE), ("guessed", MANAGER), ("fled", COLLEAGUE)):
            address = uuid4()
            connection.execute(
                "insert into core.address (address_id, lines, postcode, recorded_by)"
                " values (%s, '12 Staff Street', 'LS6 2AB', %s)", [address, record.staff[by]],
            )  # fmt: skip
            connection.execute(
                "insert into core.residence (person_id, address_id, recorded_by) values (%s, %s, %s)",
                [children[child], address, record.staff[by]],
            )
        connection.execute(
            "insert into core.confidential_detail (confidential_detail_id, person_id, kind, value, postcode, why,"
            " recorded_by) values (%s, %s, 'address', '12 Staff Street', 'LS6 2AB', 'fled', %s)",
            [uuid4(), children["fled"], record.staff[COLLEAGUE]],
        )


def _asked(record: Record, children: dict[str, UUID]) -> dict[str, str]:
    answer, interest, own = uuid4(), uuid4(), uuid4()
    for login, about in ((MANAGER, None), (ELSEWHERE, None), (AUDITOR, None), (SECOND, children["moved"])):
        session = record.session(login)
        open_looks(session, about)
        session.close()
    manager = record.session(MANAGER)
    duty = next(one for one in look_questions(manager) if one.question == "not_theirs")
    answer_looks(manager, AnswerLooks(answer, duty.question, duty.staff_id, duty.child_id, duty.about, "on duty"))
    manager.close()
    for login, which, child in ((FRONT_DOOR, interest, "looked"), (SECOND, own, "namesake")):
        session = record.session(login)
        declare_interest(session, DeclareInterest(which, children[child], "our children go to school together"))
        session.close()
    return {
        "look_answer": str(answer), "look_about": str(duty.about), "interest": str(interest), "own_interest": str(own),
    }  # fmt: skip
