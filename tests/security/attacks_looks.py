"""Attempts on looks: who asks who looked, one's own broken glass, changed answers, a file that one shut to oneself."""

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

_LISTS = ("glass_openings", "look_questions", "interests")
_ANSWER = "select api.answer_look_question('{}', '{}', '<{}>', '<{}>', <{}>, '{}')"

ATTACKS: tuple[Attack, ...] = (
    *(
        attack(f"{who} asks who looked at a file", who, "select api.open_looks('<looked>')")
        for who in (
            *(WORKER, COLLEAGUE, STRANGER, DUTY, FRONT_DOOR, GUARDIAN),
            *(SUPPORT, ELSEWHERE, ADMINISTRATOR, SUSPENDED),
        )
    ),
    *(
        attack(f"{who} asks who looked at a sealed file", who, "select api.open_looks('<kin>')")
        for who in (AUDITOR, SECOND, ELSEWHERE)
    ),
    *(
        attack(f"{who} finds {what} by its reference", who, f"select api.file_with_looks('<reference_{name}>')")
        for who, what, name in (
            (AUDITOR, "a sealed file", "kin"),
            (SECOND, "a sealed file", "kin"),
            (ELSEWHERE, "another team's file", "looked"),
            (WORKER, "a file", "looked"),
            (ADMINISTRATOR, "a file", "looked"),
        )
    ),
    attack("looks are read without asking", SECOND, "select * from api.looks('<looked>')"),
    attack("looks are asked for and rolled back", SECOND, "begin", "select api.open_looks('<looked>')",
           "select * from api.looks('<looked>')"),
    attack("the lists open one file's looks", AUDITOR, "select * from api.looks('<looked>')"),
    *(attack(f"one file's looks open a list: {name}", SECOND, f"select * from api.{name}()")
      for name in _LISTS),
    *(
        attack(f"{who} reads a list of looks: {name}", who, f"select * from api.{name}()")
        for who in (WORKER, SUPPORT, ADMINISTRATOR, SUSPENDED)
        for name in (*_LISTS, "looks_waiting")
    ),
    *(
        attack(f"another team's manager has a line: {name}", ELSEWHERE,
               f"select * from api.{name}() where child_id = '<looked>'", gain=Gain.ROWS)
        for name in _LISTS
    ),
    attack("an auditor is told of looks at a sealed file", AUDITOR,
           "select * from api.look_questions() where child_id = '<kin>'", gain=Gain.ROWS),
    attack("a question tells of a sealed sister's name", AUDITOR,
           "select * from api.look_questions() where child_id = '<looked>' and question = 'own_name'", gain=Gain.ROWS),
    *(
        attack(f"a question tells of {what}", who,
               f"select * from api.look_questions() where child_id = '<{child}>' and question = 'own_address'",
               gain=Gain.ROWS)
        for what, who, child in (
            ("a sealed sister's address", AUDITOR, "looked"), ("a guess of the reader's", MANAGER, "guessed"),
            ("where somebody hides", AUDITOR, "fled"),
        )
    ),
    *(
        attack(f"{who} reads in a question where somebody lives", who,
               "select * from api.look_questions() q where q::text ~ 'LS6|Staff Street'", gain=Gain.ROWS)
        for who in (MANAGER, AUDITOR)
    ),
    *(
        attack(f"an auditor reads the record: {function}", AUDITOR, f"select * from api.{function}")
        for function in ("open_file('<looked>', 'an audit', true)", "child_summary('<looked>')", "who_held('<looked>')")
    ),
    attack("a list of looks is noted by who did not ask", SECOND,
           f"select api.note_looks('<looked>', 1, 1, '{'0' * 64}')"),
    attack("a manager reviews an opening of the own", MANAGER,
           "select api.review_broken_glass(<look_moved>, 'all in order')"),
    *(
        attack(f"{who} reviews broken glass", who, "select api.review_broken_glass(<look_looked>, 'all in order')")
        for who in (STRANGER, ELSEWHERE, SUPPORT, ADMINISTRATOR, SUSPENDED)
    ),
    attack("a manager answers about the own looks", MANAGER,
           _ANSWER.format("<fresh>", "own_name", "staff_manager_a", "namesake", "look_namesake", "no relation")),
    attack("an answer is changed", MANAGER,
           _ANSWER.format("<look_answer>", "not_theirs", "staff_duty_a", "looked", "look_about", "changed")),
    attack("an answer of another is sent again", AUDITOR,
           _ANSWER.format("<look_answer>", "not_theirs", "staff_duty_a", "looked", "look_about", "on duty")),
    attack("another team's manager answers", ELSEWHERE,
           _ANSWER.format("<fresh>", "not_theirs", "staff_duty_a", "looked", "look_about", "on duty")),
    attack("a question that is not there is answered", AUDITOR,
           _ANSWER.format("<fresh>", "not_theirs", "staff_duty_a", "looked", "look_looked", "on duty")),
    *(
        attack(f"{who} changes from when on looks are asked about", who,
               "select api.set_look_threshold('many_files', 999, 1)")
        for who in (WORKER, MANAGER, SUPPORT, AUDITOR, SUSPENDED)
    ),
    attack("the suspended read from when on looks are asked about", SUSPENDED, "select * from api.look_thresholds()"),
    *(
        attack(f"{who} walks the chain", who, "select * from api.walk_audit()")
        for who in (WORKER, MANAGER, SUPPORT, GUARDIAN, SUSPENDED)
    ),
    *(
        attack(f"{who} opens the file of a family that they know {how}", who, statement)
        for who, how, statement in (
            (FRONT_DOOR, "with a reason", "select * from api.open_file('<looked>', 'duty')"),
            (FRONT_DOOR, "by breaking the glass",
             "select * from api.open_file('<looked>', 'a child ran to our office', true)"),
            (SECOND, "as its manager", "select * from api.open_file('<namesake>', 'supervision')"),
        )
    ),
    *(
        attack(f"{who} is told what {whose} said of a family", who,
               f"select * from api.my_interests() where child_id = '<{child}>'", gain=Gain.ROWS)
        for who, whose, child in (
            (WORKER, "another", "looked"), (MANAGER, "another", "namesake"), (COLLEAGUE, "they themselves", "adopted"),
            (AUDITOR, "another", "looked"), (ADMINISTRATOR, "another", "looked"), (SUSPENDED, "another", "looked"),
        )
    ),
    attack("a manager who knows the family opens a colleague's draft", SECOND,
           "select api.open_draft('<draft_family>', 'handed to the managers')"),
    attack("a manager who knows the family is told of a draft", SECOND,
           "select * from api.colleagues_drafts() where draft_id = '<draft_family>'", gain=Gain.ROWS),
    attack("a manager who knows the family asks who looked", SECOND, "select api.open_looks('<namesake>')"),
    attack("a manager who knows the family lets somebody in", SECOND,
           "select api.name_access('<namesake>', '<staff_practitioner_c>', 'inspector', 'read', null, 'an attack')"),
    *(
        attack(f"{who} lifts what is said of a family: {which}", who,
               f"select api.lift_interest('<{which}>', 'it is past')")
        for who, which in (
            (FRONT_DOOR, "interest"), (ELSEWHERE, "interest"), (AUDITOR, "interest"), (ADMINISTRATOR, "interest"),
            (SECOND, "own_interest"),
        )
    ),
    *(
        attack(f"{who} says to know the family of {child}", who,
               f"select api.declare_interest('<fresh>', '<{child}>', 'an attack')")
        for who, child in (
            (AUDITOR, "looked"), (ADMINISTRATOR, "looked"), (SUSPENDED, "looked"), (SECOND, "kin"), (WORKER, "absent"),
        )
    ),
    *(
        attack(f"the tables of looks are open: {table}", MANAGER, f"select * from core.{table}")
        for table in ("look_ticket", "look_answer", "look_threshold", "declared_interest", "break_glass_review")
    ),
)  # fmt: skip
