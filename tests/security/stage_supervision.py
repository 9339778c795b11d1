"""Case discussions and arranged meetings on the stage, in files of others, in a sealed one and as legal advice."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

from db.commands.supervision import AnswerDecision, answer_decision
from tests.record import Record

WORKER, COLLEAGUE, MANAGER = "tl_practitioner_a", "tl_practitioner_b", "tl_manager_a"
_TOLD = (
    ("own", "own", WORKER, "Zkown"), ("other", "other", COLLEAGUE, "Zkother"),
    ("sealed", "sealed", COLLEAGUE, "Zksealed"),
    ("legal", "ward", COLLEAGUE, "Zklegal"),
)  # fmt: skip


def arrange_supervision(record: Record, children: dict[str, UUID]) -> dict[str, str]:
    """A case discussion in each of these files, a decision answered by the colleague, and meetings of this week."""
    found = {}
    for key, child, login, word in _TOLD:
        session = record.opened(login, children[child])
        entry = record.write_entry(
            session, children[child], f"{word} case discussion", on="today", kind="supervision",
            present=f"{word} took part", outcome=f"{word} is decided", next_on=date.today() + timedelta(days=9),
            legal_advice=key == "legal",
        )  # fmt: skip
        found[f"discussion_{key}"] = str(entry)
        if key == "other":
            answer = uuid4()
            wish = AnswerDecision(answer, children[child], entry, f"{word} is decided", True, f"{word} came of it")
            answer_decision(session, wish)
            found["decision_answer"] = str(answer)
        session.close()
    with record.superuser() as connection:
        by = record.staff[COLLEAGUE]
        for key, word in (("other", ""), ("sealed", "Zksealed"), ("south", "Zksouth")):
            period, arrangement = uuid4(), uuid4()
            connection.execute(
                "insert into core.period (period_id, child_id, kind, code, planned_on, recorded_by)"
                " values (%s, %s, 'planned', 'core_group', current_date, %s)",
                [period, children[key], by],
            )
            connection.execute(
                "insert into core.meeting_arrangement (arrangement_id, period_id, place, recorded_by)"
                " values (%s, %s, %s, %s)",
                [arrangement, period, f"{word} room", by],
            )
            found |= {f"meeting_{key}": str(period), f"arrangement_{key}": str(arrangement)}
        no_meeting = uuid4()
        connection.execute(
            "insert into core.period (period_id, child_id, kind, code, begins_earliest, begins_latest, recorded_by)"
            " values (%s, %s, 'school', '', current_date, current_date, %s)",
            [no_meeting, children["other"], by],
        )
        found["no_meeting"] = str(no_meeting)
    return found
