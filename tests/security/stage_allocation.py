"""Conversations about allocations at each stage: somebody's answer to give, and somebody's talk to skip."""

from __future__ import annotations

from uuid import UUID, uuid4

from psycopg.types.json import Jsonb

from tests.record import Record

WORKER, COLLEAGUE, MANAGER = "tl_practitioner_a", "tl_practitioner_b", "tl_manager_a"


def arrange_allocations(record: Record) -> dict[str, str]:
    """Children whom nobody holds; about each a conversation but the first, with its talk where there was one."""
    names = ("free", "asked", "bare", "refused", "taken_back", "lapsed", "shut")
    words = {f"child_{name}": str(record.new_child(name.title(), "Talkfile")) for name in names}
    for name, to, talk in (
        ("asked", COLLEAGUE, True), ("bare", COLLEAGUE, False), ("refused", COLLEAGUE, True),
        ("taken_back", WORKER, True), ("lapsed", WORKER, False), ("shut", WORKER, True),
    ):  # fmt: skip
        words[name] = str(uuid4())
        words[f"talk_{name}"] = _asked(record, words, name, to, talk=talk)
    with record.psql(COLLEAGUE) as worker:
        worker.execute("select api.decline_allocation(%s, 'no room')", [words["refused"]])
    with record.psql(MANAGER) as manager:
        manager.execute("select api.withdraw_proposal(%s, 'moved away')", [words["taken_back"]])
    record.seal(MANAGER, UUID(words["child_shut"]))
    _let_lapse(record, UUID(words["lapsed"]))
    return words


def _asked(record: Record, words: dict[str, str], name: str, to: str, *, talk: bool) -> str:
    urgent = "Zksealed matter" if name == "shut" else "see the child"
    line = {"child_id": words[f"child_{name}"], "urgent": urgent, "agreed_first": urgent}
    function = "allocate_at_once" if name == "lapsed" else "propose_allocation"
    key = str(uuid4())
    with record.psql(MANAGER) as manager:
        manager.execute(
            f"select api.{function}(%s, %s, 'allocated_worker', 'knows them', %s)".encode(),
            [words[name], record.staff[to], Jsonb([line])],
        )
        if talk:
            manager.execute(
                "select api.record_talk(%s, %s, current_date, 'both', 'room', jsonb_set(%s, '{0,agreed_by}',"
                " to_jsonb(current_date)))", [key, words[name], Jsonb([line])],
            )  # fmt: skip
    return key


def _let_lapse(record: Record, discussion: UUID) -> None:
    with record.superuser() as connection:
        connection.execute("alter table core.allocation_discussion disable trigger append_only_rows")
        connection.execute(
            "update core.allocation_discussion set proposed_at = proposed_at - interval '73 hours'"
            " where discussion_id = %s", [discussion],
        )  # fmt: skip
        connection.execute("alter table core.allocation_discussion enable always trigger append_only_rows")
        connection.execute(
            "update core.allocation set from_at = from_at - interval '73 hours', to_at = to_at - interval '73 hours',"
            " emergency_until = emergency_until - interval '73 hours' where emergency_until is not null"
        )
