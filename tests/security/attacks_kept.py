"""Attempts on what is kept of people by other files: somebody is connected with one's own child, to read it there."""

from __future__ import annotations

from tests.security.attack import Attack, Gain, attack
from tests.security.stage import WORKER

_OPENED = "select api.open_confidential('{}', 'I need the address')"
_TIE = '{"kind": "aunt", "how_known": "an attack"}'
_FOUND = f"select api.add_person_to_child('<own>', '<other_person>', '<fresh>', null, '{_TIE}')"
_READ = "select * from api.confidential_details('{}')"
_GUESS = (
    "select api.add_residence('<own>', '<fresh>', '<own>', 'Zkhidden Bolthole', '', 'home', null, '', 'a guess')",
    "select 1 where api.people_of('<own>')::text !~ 'Zkhidden Bolthole'",
)

ATTACKS: tuple[Attack, ...] = (
    *(
        attack(f"somebody is connected with a child of one's own: {why}", WORKER, _OPENED.format("<own>"), "begin",
               _FOUND, *then, gain=gain)
        for why, gain, then in (
            ("what another file keeps is read", Gain.WORDS, (_READ.format("<own>"),)),
            ("what another file keeps is ended", Gain.PASSES,
             ("select api.end_confidential_detail('<own>', '<other_secret>', current_date)",)),
            ("what another file keeps is corrected", Gain.PASSES,
             ("select api.correct_confidential_detail('<own>', '<other_secret>', '<fresh>', 'address', 'attacked', '',"
              " null, 'attack')",)),
            ("what another file keeps is guessed at", Gain.ROWS, _GUESS),
        )
    ),
    attack("somebody's partner is connected with a child of one's own, to read where both live", WORKER, "begin",
           _FOUND.replace("<other_person>", "<other_partner>"),
           "select 1 where api.people_of('<own>')::text ~ 'Zkhidden Bolthole'", gain=Gain.ROWS),
    attack("a mother's secret of a sealed file is read in the open one", WORKER, _OPENED.format("<own>"),
           _READ.format("<own>"), gain=Gain.WORDS),
    attack("a mother's secret of a sealed file is told of in the open one", WORKER,
           "select 1 from jsonb_array_elements(api.people_of('<own>') -> 'people') p"
           " where p ->> 'person_id' = '<mother>' and (p ->> 'confidential')::boolean", gain=Gain.ROWS),
)  # fmt: skip
