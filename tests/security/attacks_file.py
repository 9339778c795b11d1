"""Attempts on what a file holds beside its entries: people, papers, filters, searches, and what is taken away.

Two files that are not the reader's own are in danger here: the sealed one of a brother whose name stands in an open
file, and the unsealed one of somebody else whose rows have ids that can be sent along.
"""

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

_TIE = '{"kind": "aunt", "how_known": "an attack"}'
_DAY = "current_date"
_PAPER = "'x.pdf', '', 'letter', null, 'x'::bytea, encode(sha256('x'::bytea), 'hex')"
_WRITES = {
    "a new person": "select api.add_person_to_child('<C>', '<fresh>', '<fresh>', '{\"given\": \"A\", \"sex\": \"U\"}',"
    f" '{_TIE}')",
    "a found person": f"select api.add_person_to_child('<C>', '<W>', '<fresh>', null, '{_TIE}')",
    "a relationship": f"select api.relate('<C>', '<fresh>', '<W>', '<C>', '{_TIE}')",
    "an address": "select api.add_residence('<C>', '<fresh>', '<W>', '1 Attack Road', '', 'home', null, '', 'attack')",
    "a telephone": "select api.add_contact_detail('<C>', '<fresh>', '<W>', 'mobile', '07700 900000', null, 'attack')",
    "a secret": "select api.add_confidential_detail('<C>', '<fresh>', '<W>', 'other', 'attacked', '', '{}', 'attack',"
    " null)",
    "a warning": f"select api.add_warning('<C>', '<fresh>', '<W>', null, 'dog', 'attack', {_DAY} + 9, 'an attack')",
    "a merge": "select api.propose_merge('<C>', '<fresh>', '<W>', '<double>', 'an attack')",
    "a paper": f"select api.add_document('<fresh>', '<C>', null, {_PAPER})",
}
_WITH_IDS_OF_OTHERS = {
    "a period is corrected": "select api.correct_period('<fresh>', '<other_period>', '<own>', '{\"kind\": \"plan\","
    ' "code": "cin", "begins": {"earliest": "2026-01-01", "latest": "2026-01-01"}}\', \'x\')',
    "a period is ended": "select api.end_period('<fresh>', '<other_period>', '<own>', '{\"earliest\": \"2026-02-02\","
    " \"latest\": \"2026-02-02\"}', 'x', 'x')",
    "a period is followed": 'select api.record_period(\'<fresh>\', \'<own>\', \'{"kind": "plan", "code": "cin",'
    ' "begins": {"earliest": "2026-02-02", "latest": "2026-02-02"}}\', \'x\', null, null, \'<other_period>\')',
    "a name is replaced": "select api.correct_name('<fresh>', '<other_name>', '<own>', '<own>', 'legal', 'A', '', 'x')",
    "a name is replaced in person": "select api.correct_name('<fresh>', '<other_name>', '<own>', '<other_person>',"
    " 'legal', 'A', 'B', 'x')",
    "a relationship is corrected": f"select api.correct_relationship('<own>', '<other_tie>', '<fresh>', '{_TIE}')",
    "a relationship is ended": f"select api.end_relationship('<own>', '<other_tie>', '<fresh>', {_DAY}, '', 'attack')",
    "a stranger is related": f"select api.relate('<own>', '<fresh>', '<other_person>', '<own>', '{_TIE}')",
    "a residence is ended": f"select api.end_residence('<own>', '<other_home>', '<fresh>', {_DAY}, '', 'an attack')",
    "a contact is ended": f"select api.end_contact_detail('<own>', '<other_contact>', '<fresh>', {_DAY}, 'an attack')",
    "a residence is corrected": "select api.correct_residence('<own>', '<other_home>', '<fresh>', null, null, 'home',"
    " null, '', null, '', 'told')",
    "a contact is corrected": "select api.correct_contact_detail('<own>', '<other_contact>', '<fresh>', 'mobile', null,"
    " null, null, 'told')",
    "a secret is ended": "select api.end_confidential_detail('<own>', '<hidden_detail>', current_date)",
    "a secret is corrected": "select api.correct_confidential_detail('<own>', '<hidden_detail>', '<fresh>', 'other',"
    " 'attacked', '', null, 'attack')",
    "a warning is corrected": f"select api.correct_warning('<own>', '<other_warning>', '<fresh>', 'dog', 'attack',"
    f" {_DAY} + 9, 'an attack')",
    "a warning is ended": "select api.end_warning('<own>', '<other_warning>', '<fresh>', 'an attack')",
    "a paper is put on an entry": f"select api.add_document('<fresh>', '<own>', '<entry_other>', {_PAPER})",
    "a paper is put on a sister's entry": f"select api.add_document('<fresh>', '<own>', '<entry_sister>', {_PAPER})",
    "a paper takes a place": f"select api.add_document('<fresh>', '<own>', null, {_PAPER}, '', '', '<paper_other>')",
    "a paper takes a sister's place": f"select api.add_document('<fresh>', '<own>', null, {_PAPER}, '', '',"
    " '<paper_sister>')",
    "a paper is overwritten": f"select api.add_document('<paper_other>', '<own>', null, {_PAPER})",
    "an entry is a paper's id": f"select api.add_document('<entry_other>', '<own>', null, {_PAPER})",
    "a paper is read": "select api.document_bytes('<own>', '<paper_other>')",
    "a sister's paper of a shared entry is read": "select api.document_bytes('<own>', '<paper_sister>')",
    "a sealed paper is read": "select api.document_bytes('<own>', '<paper_sealed>')",
    "a paper of the wrong file is read": "select api.document_bytes('<own>', '<paper_wrong>')",
    "a stranger is filtered for": "select api.filtered_keys('<own>', '{\"person_id\": \"<other_person>\"}')",
    "a stranger is counted": "select * from api.filter_counts('<own>', '{\"person_id\": \"<other_person>\"}')",
    "another's filter is written over": "select api.save_filter('<filter_colleague>', 'mine', '{\"words\": \"x\"}')",
    "a merge is proposed": "select api.propose_merge('<own>', '<fresh>', '<other_person>', '<other>', 'attack')",
    "an adopter is added": f"select api.add_person_to_child('<own>', '<adopter>', '<fresh>', null, '{_TIE}')",
    "another's notice is put away": "select api.notice_seen(<notice>)",
}
TAKEN = (
    "select * from api.take_away('<own>', array(select ((date '2026-03-03' - date '1800-01-01')::bigint << 43) | n"
    " from generate_series(0, 40) n), 'excel')"
)
_TELLING = (
    "select * from api.child_band('<own>')",
    "select * from api.child_summary('<own>')",
    "select * from api.periods('<own>')",
    "select api.timeline('<own>')",
    "select api.people_of('<own>')",
    "select * from api.filter_people('<own>')",
    "select * from api.duplicates_of('<own>')",
    "select * from api.documents_of_child('<own>')",
    "select * from api.documents_of_entry('<own>', '<entry_both>')",
    "select * from api.current_papers('<own>')",
    "select * from api.suggest_words('<own>', 'Zksealled Zkhfr Zksecrit Zkothr Zklegl')",
    TAKEN,
    "select * from api.file_news('<own>', '2000-01-01')",
    *(f"select * from api.history_of('<own>', '{key}')" for key in ("lives_with", "parental_responsibility", "next")),
)
_OTHER_MARKERS = ("Zksealed", "Zkher", "Zkother", "Zksecret")
_SEARCH = (
    "select set_config('my.search', api.open_search('visit OR paper OR Zk*', 'duty')::text, false)",
    "select 1 from api.search_everywhere(current_setting('my.search')::uuid)",
)
_AT = "select * from api.search_everywhere('<{}>')"


def _writes(who: str, child: str, whom: str, why: str, *before: str) -> tuple[Attack, ...]:
    return tuple(
        attack(f"{why}: {what}", who, *before, statement.replace("<C>", f"<{child}>").replace("<W>", f"<{whom}>"))
        for what, statement in _WRITES.items()
    )


ATTACKS: tuple[Attack, ...] = (
    *_writes(DUTY, "own", "own", "no ticket"),
    *_writes(WORKER, "other", "other_person", "a child of others"),
    *_writes(WORKER, "expired", "expired", "an expired ticket"),
    *_writes(WORKER, "left", "left", "an ended allocation"),
    *_writes(WORKER, "sister", "mother", "a sister's file"),
    *_writes(SECOND, "brother", "mother", "a sealed file"),
    *_writes(SUSPENDED, "own", "mother", "suspended"),
    *_writes(STRANGER, "own", "mother", "named to read"),
    *_writes(GUARDIAN, "own", "mother", "a guardian"),
    *_writes(AUDITOR, "own", "mother", "an auditor"),
    *_writes(ADMINISTRATOR, "own", "mother", "an administrator"),
    *_writes(WORKER, "own", "other_person", "somebody not around the child")[2:7],
    *(attack(f"through one's own file {what}", WORKER, said) for what, said in _WITH_IDS_OF_OTHERS.items()),
    *(attack(f"one's own file tells of others: {said}", WORKER, said, gain=Gain.WORDS) for said in _TELLING),
    *(attack(f"a guardian hears of advice: {said}", GUARDIAN, said, gain=Gain.WORDS) for said in _TELLING),
    attack("a guardian takes a paper of advice", GUARDIAN, "select api.document_bytes('<own>', '<paper_legal>')"),
    *(
        attack(
            f"{word} is found in one's own file by {what}", WORKER, f"select 1 where {asked.format(word)}",
            gain=Gain.ROWS,
        )
        for word in _OTHER_MARKERS
        for what, asked in (
            ("a filter", "length(api.filtered_keys('<own>', '{{\"words\": \"{}\"}}')) > 0"),
            ("counts", "exists (select from api.filter_counts('<own>', '{{\"words\": \"{}\"}}') where entries > 0)"),
        )
    ),
    *(
        attack(f"a guardian is counted advice by {part}", GUARDIAN,
               f"select 1 from api.filter_counts('<own>', '{filtered}') where {told}", gain=Gain.ROWS)
        for part, filtered, told in (
            ("all", "{}", "part = 'all' and entries <> 4"),
            ("significance", "{}", "part = 'significant' and entries > 0"),
            ("papers", "{}", "part = 'documents' and entries > 1"),
            ("words", '{"words": "Zklegal"}', "entries > 0"),
        )
    ),
    # a brother whose file is sealed
    *(
        attack(f"the open file betrays the sealed one: {what}", WORKER, f"select 1 where {told}", gain=Gain.ROWS)
        for what, told in (
            ("who the child is to another", "api.people_of('<own>')::text ~ '<sealed>'"),
            ("how the sealed file knows it", "api.people_of('<own>')::text ~ 'Zksealed file'"),
            ("a filter for the other", "exists (select from api.filter_people('<own>') where id = '<sealed>')"),
            ("the new name as a filter", "length(api.filtered_keys('<own>', '{\"person_id\": \"<brother>\","
             " \"words\": \"Newname\"}')) > 0"),
            ("more brothers than stand here", "(select count(*) from api.filter_people('<own>') where told = 'sister')"
             " <> 3"),
        )
    ),
    *(
        attack(f"somebody of a sealed file is found as {words}", WORKER,
               f"select 1 from api.find_person('<own>', '{words}', null)"
               " where person_id not in ('<decoy>', '<decoy_by_look>')",
               gain=Gain.ROWS)
        for words in ("Zksealed Newname", "Zksealed Adopter", "Bertil Newname", "Zksealed Quillfeather")
    ),
    attack("a name like a sealed one is looked for otherwise than like nobody's", WORKER,
           "select 1 where not exists (select from api.find_person('<own>', 'Zksealed Newname', null)"
           " where person_id = '<decoy_by_look>')", gain=Gain.ROWS),
    attack("a match with a sealed file can be counted by sealing the audit", WORKER,
           "begin", "select api.seal()", "select * from api.find_person('<own>', 'Zksealed Adopter', null)",
           "select 1 where api.seal() <> 1", gain=Gain.ROWS),
    attack("an adopter stands in a list of doubles", WORKER,
           "select 1 from api.duplicates_of('<own>') where other_id in ('<adopter>', '<brother>')", gain=Gain.ROWS),
    *(
        attack(f"a secret leads to a child: {words}", who, f"select * from api.find_connected('{words}')",
               gain=Gain.ROWS)
        for who in (WORKER, ELSEWHERE, FRONT_DOOR)
        for words in ("Zkhidden Lane", "Zkhidden@example.org", "Zksealed Road", "Zksealed@example.org", "Bertil New")
    ),
    attack("an adopter's name is looked for otherwise than nobody's", ELSEWHERE,
           "select 1 where not exists (select from api.find_connected('Zksealed Adopter') where child_id = '<own>')",
           gain=Gain.ROWS),
    *(
        attack(f"a secret is guessed at {how}", WORKER, "begin", *guess, gain=Gain.ROWS)
        for how, guess in (
            ("in a period", ("select api.record_period('<fresh>', '<own>', '{\"kind\": \"school\", \"description\":"
             " \"near Zkhidden Lane\", \"begins\": {\"earliest\": \"2026-01-01\", \"latest\": \"2026-01-01\"}}', 'x')",
             "select 1 where not exists (select from api.periods('<own>') where kind = 'school' and description ~"
             " '^near')")),
            ("in an address", ("select api.add_residence('<own>', '<fresh>', '<sister>', 'Zkhidden Lane', '', 'home',"
             " null, '', 'a guess')",
             "select 1 where not exists (select from api.find_connected('Zkhidden Lane'))",)),
        )
    ),
    *(
        attack(f"a secret is carried over and told: {how}", SUPPORT,
               "select api.open_file('<own>', 'minutes')", "begin", carried, "select api.people_of('<own>')",
               gain=Gain.WORDS)
        for how, carried in (
            ("in a contact", "select api.correct_contact_detail('<own>', '<hidden_contact>', '<fresh>', 'e-mail', null,"
             " null, null, 'told')"),
            ("in an ended contact", "select api.end_contact_detail('<own>', '<hidden_contact>', '<fresh>',"
             " current_date, 'told')"),
            ("in a residence", "select api.correct_residence('<own>', '<hidden_home>', '<fresh>', null, null, 'home',"
             " null, '', null, '', 'told')"),
        )
    ),
    attack("a manager is shown proposals of others", SECOND, "select * from api.merges_to_decide()", gain=Gain.ROWS),
    attack("a manager decides for another team", SECOND, "select api.decide_merge('<merge_south>', 'merged', 'x x')"),
    attack("a manager decides for a sealed file", SECOND, "select api.decide_merge('<merge_sealed>', 'merged', 'x x')"),
    attack("a manager decides for a sealed file of which a member", MANAGER,
           "select api.decide_merge('<merge_south>', 'distinct', 'attack')"),
    attack("a member takes a sealed file away", COLLEAGUE,
           "select * from api.take_away('<sealed>', array[1]::bigint[], 'copy')"),
    # searches and filters
    attack("a search and its answer in one transaction", WORKER, "begin", *_SEARCH),
    attack("a search that is undone", WORKER, "begin", _SEARCH[0].replace("false", "true"), "savepoint a", _SEARCH[1]),
    attack("another's search is run", WORKER, _AT.format("search_colleague")),
    attack("a colleague's search is run by a manager", MANAGER, _AT.format("search_colleague")),
    attack("an expired search is run", WORKER, _AT.format("search_expired")),
    attack("a search is measured", ELSEWHERE, _SEARCH[0], f"explain (analyze, buffers) {_SEARCH[1]}"),
    *(attack(f"{who} searches everywhere", who, *_SEARCH) for who in (SUSPENDED, AUDITOR, ADMINISTRATOR)),
    *(
        attack(f"{who} finds by searching everywhere where {where}", who, _SEARCH[0], f"{_SEARCH[1]} where {where}",
               gain=Gain.ROWS)
        for who, where in (
            *((one, "child_id in ('<sealed>', '<brother>')")
              for one in (WORKER, SECOND, ELSEWHERE, SUPPORT, DUTY, FRONT_DOOR, STRANGER)),
            (WORKER, "child_id not in ('<own>', '<expired>')"),
            (GUARDIAN, "entry_id = '<entry_legal>' or child_id <> '<own>'"),
            (STRANGER, "child_id in ('<other>', '<glass>', '<sister>')"),
        )
    ),
    attack("a worker lists the filters of others", WORKER, "select * from api.saved_filters()", gain=Gain.ROWS),
    attack("another's filter is forgotten", WORKER, "select api.forget_filter('<filter_colleague>')", gain=Gain.WORDS,
           then="select not exists (select from core.saved_filter where filter_id = '<filter_colleague>')"),
    *(attack(f"{who} is told what was asked for a sealed child", who, "select * from api.notices()", gain=Gain.ROWS)
      for who in (WORKER, SECOND, STRANGER, SUPPORT)),
)  # fmt: skip
