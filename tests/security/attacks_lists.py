"""Attempts on lists, limits, rules and templates: changed without the right, their history read or altered."""

from __future__ import annotations

from tests.security.attack import Attack, Gain, attack
from tests.security.stage import (
    ADMINISTRATOR,
    AUDITOR,
    DUTY,
    ELSEWHERE,
    FRONT_DOOR,
    GUARDIAN,
    MANAGER,
    SUPPORT,
    SUSPENDED,
    WORKER,
)

_OTHERS = (WORKER, DUTY, FRONT_DOOR, MANAGER, ELSEWHERE, SUPPORT, AUDITOR, GUARDIAN, SUSPENDED)
_SETTERS = (
    ("a code", "select api.set_code('placement', 'kin', 'Attacked', 1, '{}', null, 'an attack', 0)"),
    ("a code's end", "select api.set_code('plan', 'cp', 'Child protection plan', 20, '{}', '2020-01-01', 'an attack')"),
    ("an order", "select api.order_codes('placement', '{home}', 'an attack')"),
    ("a threshold", "select api.set_signal_threshold('not_seen', 0, 500, 'an attack', 0)"),
    ("a statutory date", "select api.set_statutory_step('conference', 1, 500, 'months', 'an attack', 'an attack', 0)"),
    ("a bank holiday", "select api.set_bank_holiday(current_date, 'an attack', 'an attack', 0)"),
    ("the largest document", "select api.set_document_limit(500, 'an attack', 0)"),
    ("the lock", "select api.set_idle_minutes(60, 'an attack', 0)"),
    ("a limit of pages", "select api.put_page_limit('chronology', current_date, 999, 'an attack', 'an attack', 0)"),
    ("a template", "select api.put_document_template('plan', '', true, 'an attack', 0)"),
)
_READERS = (
    ("the history", "select * from api.list_changes('signal_threshold')"),
    ("the lines of a list", "select * from api.code_lines('entry_kind')"),
    ("the limits of pages to come", "select * from api.page_limit_lines()"),
    ("the text of a template", "select api.document_template_text('plan', 1)"),
)
_TABLE = "core.list_change"

ATTACKS: tuple[Attack, ...] = (
    *(attack(f"{who} changes {what} with a reason", who, sql) for who in _OTHERS for what, sql in _SETTERS),
    *(attack(f"{who} reads {what} of administrators", who, sql) for who in _OTHERS for what, sql in _READERS),
    attack("the suspended read what is offered", SUSPENDED, "select * from api.all_codes()"),
    *(
        attack(f"the history is {what} by {who}", who, sql)
        for who in (ADMINISTRATOR, WORKER, AUDITOR)
        for what, sql in (
            ("read past the functions", f"select * from {_TABLE}"),
            ("altered", f"update {_TABLE} set why = 'an attack'"),
            ("emptied", f"truncate {_TABLE}"),
            ("shortened", f"delete from {_TABLE}"),
            ("written past the functions",
             f"insert into {_TABLE} (list, line, version, after, changed_by) select 'x', 'x', 1, '{{}}', '<fresh>'"),
            ("written by the helper",
             "select wall.change_line(wall.me(), 'setting', 'idle_minutes', null, '{\"number\": 1}', 'an attack', 0)"),
        )
    ),
    *(
        attack(f"what an administrator changes tells of a child: {what}", ADMINISTRATOR, sql, gain=gain)
        for what, gain, sql in (
            ("the history of files", Gain.ROWS, "select * from api.list_changes('file')"),
            ("the history of everything", Gain.ROWS, "select * from api.list_changes(null)"),
            ("the lines of entries", Gain.ROWS, "select * from api.code_lines('chronology')"),
            ("all histories", Gain.WORDS,
             "select c.* from unnest(array['setting', 'entry_kind', 'document_template', 'signal_threshold']) l (list),"
             " api.list_changes(l.list) c"),
            ("the children behind a threshold", Gain.ROWS, "select * from api.caseload()"),
            ("a version that never was", Gain.ROWS, "select api.document_template_text('<own>', 1)"),
        )
    ),
    attack("a change that was seen otherwise", ADMINISTRATOR, "select api.set_idle_minutes(30, 'an attack', 7)"),
    attack("a reason without end", ADMINISTRATOR, "select api.set_idle_minutes(30, repeat('x', 501))"),
    attack("an order that loses a code", ADMINISTRATOR, "select api.order_codes('placement', '{home,kin}')"),
    attack("an order with a code twice", ADMINISTRATOR,
           "select api.order_codes('abuse_category', '{NEG,NEG,PHY,SAB,EMO}')"),
)  # fmt: skip
