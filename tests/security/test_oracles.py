"""Nothing tells a sealed file from one that does not exist, whichever function is asked, however it is asked.

The functions are read out of the catalogue, so that one that is added later is asked too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import uuid4

import psycopg
import pytest

from tests.security.stage import ADMINISTRATOR, AUDITOR, COLLEAGUE, EVERYBODY, MANAGER, SUSPENDED, Stage, hidden_from

_FUNCTIONS = """
    select p.oid::regprocedure::text, p.proname, p.proargnames[1:p.pronargs],
           array(select format_type(t, null) from unnest(p.proargtypes) t)
      from pg_proc p where p.pronamespace = 'api'::regnamespace order by 1
"""
_BY_NAME = {
    "p_content": '{"occurred": {"earliest": "2026-03-03", "latest": "2026-03-03", "precision": "day"},'
    ' "source": {"how": "told"}, "kind": "note", "headline": "asked"}',
    "p_part": "allocated_worker", "p_level": "read", "p_kind": "chronology", "p_sha256": "a" * 64, "p_base": "0",
    "p_staff": "<staff_practitioner_a>", "p_capacity": "inspector", "p_until": None, "p_sex": "U", "p_team": "North",
    "p_members": "{}", "p_keys": "{1}", "p_version": None,
}  # fmt: skip
_BY_TYPE = {
    "text": "a reason of some length", "boolean": "true", "integer": "1", "bigint": "1", "date": "2026-01-01",
    "timestamp with time zone": None, "jsonb": "[]", "bytea": "", "uuid[]": "{}", "bigint[]": "{1}", "text[]": "{}",
}  # fmt: skip
_MAY_DIFFER = {
    "add_child": "the client makes the id, and an id in use is refused, whoever's it is",
    "read_audit": "an auditor reads the looks at a sealed file too, and no function tells an auditor its id",
}
_AUDITS = {"open_looks": "an auditor asks who looked at a file, and is told until when that counts"}
_MEMBERS = (MANAGER, COLLEAGUE)
_OUTSIDERS = tuple(who for who in EVERYBODY if who not in _MEMBERS)


@dataclass(frozen=True, slots=True)
class Function:
    """A function of `api`: its signature, name, and its parameters with their types."""

    signature: str
    name: str
    parameters: tuple[tuple[str, str], ...]

    def call(self, values: dict[str, str | None]) -> tuple[str, list[str | None]]:
        """A call with values by parameter, the rest plausible."""
        values = {name: values[name] for name, kind in self.parameters if name in values and kind != "uuid[]"}
        arguments = [values.get(name, _BY_NAME.get(name, _BY_TYPE.get(kind))) for name, kind in self.parameters]
        marks = ", ".join(f"%s::{kind}" for _, kind in self.parameters)
        return f"select * from api.{self.name}({marks})", arguments


def functions(stage: Stage) -> list[Function]:
    """All functions of `api`."""
    with stage.record.superuser() as connection:
        return [
            Function(signature, name, tuple(zip(names or [], kinds, strict=True)))
            for signature, name, names, kinds in connection.execute(_FUNCTIONS).fetchall()
        ]


def answer(stage: Stage, who: str, function: Function, values: dict[str, str | None]) -> str:
    """All that came back, messages and their context included, without ids and numbers that differ by themselves."""
    said: list[str] = []
    connection = stage.connection(who)
    connection.execute("begin")
    connection.add_notice_handler(handler := lambda d: said.append(f"{d.message_primary} {d.message_detail}"))
    try:
        statement, arguments = function.call(values)
        filled = [argument and stage.fill(argument) for argument in arguments]
        said.append(f"rows {connection.execute(statement.encode(), filled).fetchall()}")
    except psycopg.Error as error:
        diagnosis = error.diag
        said += [str(error.sqlstate), str(diagnosis.message_primary), str(diagnosis.message_detail)]
        said += [str(diagnosis.message_hint), str(diagnosis.context), str(diagnosis.table_name)]
    finally:
        connection.remove_notice_handler(handler)
        connection.execute("rollback")
    printed = r"\[[-\d\s]+\]"  # the bytes of one's own argument, as a printed plan shows them
    return re.sub(rf"[0-9a-f]{{8}}-[0-9a-f-]{{27}}|0x[0-9a-f]+|\b\d{{6,}}\b|{printed}", "#", "\n".join(said))


def told_apart(stage: Stage, people: tuple[str, ...] = _OUTSIDERS) -> list[str]:
    """The functions, and who asked them, that answered otherwise for a sealed child than for an absent one."""
    found = []
    for function in functions(stage):
        if function.name in _MAY_DIFFER or not {"p_child", "p_access"} & {name for name, _ in function.parameters}:
            continue
        for who in people:
            sealed = answer(stage, who, function, _asking("<sealed>", "<entry_sealed>", "<pending_access>"))
            absent = answer(stage, who, function, _asking("<absent>", str(uuid4()), str(uuid4())))
            if sealed != absent:
                found.append(f"{who} asked {function.signature}")
    return found


def _asking(child: str, entry: str, access: str) -> dict[str, str | None]:
    children = f'[{{"child_id": "{child}"}}]'
    return {
        "p_child": child, "p_entry": entry, "p_access": access, "p_children": children, "p_op": str(uuid4()),
        "p_discussion": str(uuid4()),
    }  # fmt: skip


def test_no_function_tells_a_sealed_child_from_an_absent_one(stage: Stage) -> None:
    assert told_apart(stage) == []


_OWN_TICKET: dict[str, str | None] = {"p_child": "<own>", "p_children": '[{"child_id": "<own>"}]'}


def test_no_function_asked_through_ones_own_file_tells_a_sealed_child_from_an_absent_one(stage: Stage) -> None:
    found = []
    for function in functions(stage):
        names = {name for name, kind in function.parameters if kind == "uuid"}
        if "p_child" in names and function.name not in _MAY_DIFFER:
            for name in sorted(names - {"p_child"}):
                sealed, absent = (
                    answer(stage, "tl_practitioner_a", function, _asking(one, one, one) | {name: one} | _OWN_TICKET)
                    for one in ("<sealed>", "<absent>")
                )
                if sealed != absent:
                    found.append(f"{function.signature} by {name}")
    assert found == []


_ABOUT = (
    "select p from jsonb_array_elements(api.people_of('<own>') -> 'people') p where p ->> 'person_id' = '{}'",
    "select r from jsonb_array_elements(api.people_of('<own>') -> 'relationships') r where r ->> 'person_id' = '{}'",
    "select * from api.find_person('<own>', 'Bertil Ownfile', null) where person_id = '{}'",
    "select * from api.filter_people('<own>') where id = '{}'",
    "select * from api.known('Bertil Ownfile') where child_id = '{}'",
    "select * from api.find_connected('Bertil Ownfile') where reverse",
    "select * from api.find_connected('07700 900321')",
    "select api.open_file('{}', 'a reason of some length', true)",
    "select * from api.confidential_details('<own>') where person = 'Bertil Ownfile'",
)
_CHANGES = (
    "select 1",
    "select api.add_name('<fresh>', '<own>', '{}', 'alias', 'A', 'B', 'told')",
    """select api.correct_person('<fresh>', '<own>', '{}', 'pronouns', '{"text": "they"}', 'told')""",
    "select api.add_contact_detail('<own>', '<fresh>', '{}', 'mobile', '07700 900321', null, 'told')",
    "select api.add_residence('<own>', '<fresh>', '{}', 'Zksealed Road', '', 'home', null, '', 'told')",
    "select api.add_residence('<own>', '<fresh>', '{}', 'Zkhidden Lane', '', 'home', null, '', 'told')",
    "select api.add_confidential_detail('<own>', '<fresh>', '{}', 'address', 'Quiet Lane', '', '', 'told', null)",
    "select api.add_warning('<own>', '<fresh>', '{}', null, 'dog', 'bites', current_date + 9, 'told')",
    """select api.add_person_to_child('<own>', '{}', '<fresh>', null, '{"kind": "cousin", "how_known": "told"}')""",
    """select api.relate('<own>', '<fresh>', '<mother>', '{}', '{"kind": "mother", "how_known": "told"}')""",
    "select api.propose_merge('<own>', '<fresh>', '{}', '<decoy>', 'told')",
    """select api.save_entry('<fresh>', '<fresh>', '<own>', 0, '{"occurred": {"earliest": "2026-03-03", "latest":"""
    """ "2026-03-03", "precision": "day"}, "source": {"how": "told"}, "kind": "note", "headline": "x"}',"""
    """ '[{"child_id": "<own>"}, {"child_id": "{}"}]')""",
)


@pytest.mark.parametrize("change", _CHANGES)
def test_a_sealed_brother_in_an_open_file_is_like_somebody_without_a_file(stage: Stage, change: str) -> None:
    connection = stage.connection("tl_practitioner_a")
    connection.execute(
        "select api.open_confidential('<own>', 'I need the address')".replace("<own>", stage.words["own"])
    )
    told = {}
    for who in ("brother", "double"):
        said = []
        connection.execute("begin")
        for statement in (change, *_ABOUT):
            connection.execute("savepoint a")
            try:
                filled = stage.fill(statement.replace("{}", f"<{who}>"))
                said.append(str(connection.execute(filled.encode()).fetchall()))
            except psycopg.Error as error:
                connection.execute("rollback to a")
                said.append(f"{error.sqlstate} {error.diag.message_primary}")
        connection.execute("rollback")
        told[who] = [re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\dT[^']+", "#", one) for one in said]
    assert told["brother"] == told["double"]
    assert "Bertil" in told["double"][1]


def test_a_member_is_told_so_that_the_comparison_means_something(stage: Stage) -> None:
    assert told_apart(stage, (MANAGER,)) != []


def test_the_exceptions_are_still_there_to_be_excepted(stage: Stage) -> None:
    assert set(_MAY_DIFFER) <= {function.name for function in functions(stage)}


def test_an_id_in_use_is_refused_alike_for_sealed_and_unsealed_children(stage: Stage) -> None:
    (add_child,) = (function for function in functions(stage) if function.name == "add_child")
    for who in ("tl_manager_b", "tl_manager_a2", "tl_front_door"):
        answers = {answer(stage, who, add_child, {"p_child": child}) for child in ("<sealed>", "<other>", "<glass>")}
        assert len(answers) == 1


def test_no_setting_that_people_may_change_tells_them_apart(stage: Stage) -> None:
    with stage.record.superuser() as superuser:
        settings = superuser.execute(
            "select name, setting from pg_settings where context = 'user' and vartype = 'bool'"
            " and name <> 'exit_on_error' order by 1"  # which hangs up at every refusal, whatever its cause
        ).fetchall()
    assert len(settings) > 30
    (summary,) = (function for function in functions(stage) if function.name == "child_summary")
    connection = stage.connection("tl_manager_a2")
    for name, setting in settings:
        connection.execute("set client_min_messages = log")
        connection.execute(f"set {name} = {'off' if setting == 'on' else 'on'}".encode())
        for _ in ("first, which parses the functions", "then"):
            answers = {
                answer(stage, "tl_manager_a2", summary, {"p_child": child}) for child in ("<sealed>", "<absent>")
            }
        connection.execute("discard all")
        assert len(answers) == 1, name


_NUMBERS_CASES = {"my_court_work"}
"""What tells the number of a case before a file is open: it is the same for brothers and sisters."""


@pytest.mark.parametrize("who", EVERYBODY)
def test_nulls_open_nothing_and_break_nothing(stage: Stage, who: str) -> None:
    for function in functions(stage):
        nulls: dict[str, str | None] = {name: None for name, _ in function.parameters}
        said = answer(stage, who, function, nulls)
        assert said.startswith(("rows", "42501", "TL002")), f"{function.signature}: {said}"
        if function.name not in _NUMBERS_CASES:
            assert not any(marker in said for marker in hidden_from(who)), function.signature


@pytest.mark.parametrize("who", [SUSPENDED, ADMINISTRATOR, AUDITOR])
def test_who_reads_no_record_gets_nothing_about_any_child(stage: Stage, who: str) -> None:
    for function in functions(stage):
        if who == AUDITOR and function.name in _AUDITS:
            continue
        if {"p_child"} & {name for name, _ in function.parameters} and function.name not in _MAY_DIFFER:
            for child in ("own", "other", "south", "glass"):
                said = answer(stage, who, function, _asking(f"<{child}>", f"<entry_{child}>", str(uuid4())))
                assert said.startswith("42501"), f"{function.signature}: {said}"
