"""Attempts to shut colleagues' pages: with days that no client reads, codes that no rule reads, and endless text."""

from __future__ import annotations

from tests.security.attack import Attack, attack
from tests.security.stage import ADMINISTRATOR, FRONT_DOOR, MANAGER, WORKER
from tests.security.stage_contacts import FACTS

_NO_DAYS = ("infinity", "-infinity", "0044-03-15 BC", "5874897-12-31")
_TODAY = FACTS.replace('"2026-11-20T09:00:00+00:00"', '"today"')
_TIE = '{"kind": "aunt", "how_known": "an attack"}'
_NEW = (
    '[{"child_id": "<fresh>", "new": true, "given": "Put", "family": "There", "sex": "U", "born":'
    ' {"earliest": "FIRST", "latest": "LAST"}}]'
)
_PLANNED = '{"kind": "planned", "code": "core_group", "planned_on": "DAY"}'
_LONG = "repeat('x', 1000000)"


def _born(first: str, last: str) -> str:
    child = _NEW.replace("FIRST", first).replace("LAST", last)
    return f"select api.enter_contact('<fresh>', '{_TODAY}', '{child}')"


ATTACKS: tuple[Attack, ...] = (
    *(
        attack(f"{what} on {day}", who, "begin", statement.replace("DAY", day))
        for day in _NO_DAYS
        for what, who, statement in (
            ("a child is born", FRONT_DOOR, "select api.add_child('<fresh>', 'Put', 'There', 'DAY', 'F', 'North')"),
            ("a day is planned", WORKER, f"select api.record_period('<fresh>', '<own>', '{_PLANNED}', 'an attack')"),
            ("a name begins", WORKER, "select api.add_name('<fresh>', '<own>', '<own>', 'alias', 'Put', 'There',"
             " 'an attack', 'DAY')"),
            ("an aunt is born", WORKER, "select api.add_person_to_child('<own>', '<fresh>', '<fresh>',"
             f""" '{{"given": "Put", "family": "There", "sex": "F", "born_earliest": "DAY"}}', '{_TIE}')"""),
            ("an aunt has been one since", WORKER, "select api.add_person_to_child('<own>', '<fresh>', '<fresh>',"
             f""" '{{"given": "Put", "family": "There", "sex": "F"}}', '{_TIE[:-1]}, "from_on": "DAY"}}')"""),
            ("an address holds since", WORKER, "select api.add_residence('<own>', '<fresh>', '<own>', '1 Attack Road',"
             " '', 'home', 'DAY', '', 'an attack')"),
            ("a number holds since", WORKER, "select api.add_contact_detail('<own>', '<fresh>', '<own>', 'mobile',"
             " '07700 900123', 'DAY', 'an attack')"),
            ("a secret holds since", WORKER, "select api.add_confidential_detail('<own>', '<fresh>', '<own>', 'other',"
             " 'a car', '', null, 'an attack', 'DAY')"),
            ("a code ends", ADMINISTRATOR, "select api.set_code('entry_kind', 'attack', 'Attack', 1, '{}', 'DAY')"),
        )
    ),
    attack("named access ends at the end of time", MANAGER, "begin",
           "select api.name_access('<own>', '<staff_practitioner_b>', 'legal', 'read', 'infinity', 'an attack')"),
    attack("a child who came in was born until the end of time", WORKER, "begin", _born("2020-01-01", "infinity")),
    attack("a child who came in was born long after", WORKER, "begin", _born("2020-01-01", "9999-12-31")),
    attack("a kind of entry is perhaps a visit", ADMINISTRATOR, "begin",
           "select api.set_code('entry_kind', 'attack', 'Attack', 1, '{\"visit\": \"maybe\"}', null)"),
    attack("a team is closed for which a contact waits", ADMINISTRATOR, "select api.close_team('<team_closing>', 'x')"),
    *(
        attack(f"{what} is endless", who, "begin", statement)
        for what, who, statement in (
            ("what is handed over", MANAGER,
             f"select api.end_allocation('<own>', '<staff_practitioner_a>', 'OTHERS', {_LONG})"),
            ("why somebody is named", MANAGER, "select api.name_access('<own>', '<staff_practitioner_b>', 'legal',"
             f" 'read', null, {_LONG})"),
            ("why a file is sealed", MANAGER,
             f"select api.ask_to_seal(gen_random_uuid(), '<own>', array['<staff_manager_a2>'::uuid], {_LONG})"),
            ("why somebody is suspended", ADMINISTRATOR, f"select api.suspend_staff('tl_duty_a', {_LONG})"),
            ("why a password is new", ADMINISTRATOR,
             f"select api.reset_password('tl_duty_a', 'SCRAM-SHA-256$4096:YQ==$YQ==:YQ==', {_LONG})"),
            ("why somebody is back", ADMINISTRATOR, f"select api.reinstate_staff('tl_suspended', {_LONG})"),
        )
    ),
)  # fmt: skip
