"""Each deliberate weakening of the wall is noticed, so that the proof is known to prove something."""

from __future__ import annotations

import psycopg
import pytest

from db.server.launcher import RunningServer
from tests.security.attack import gained
from tests.security.catalogue import catalogue, difference, golden
from tests.security.stage import Stage, copied
from tests.security.test_attacks import ATTACKS
from tests.security.test_oracles import told_apart
from tests.security.weakenings import MISGRANTS, TOLD_APART, Misgrant, Miswriting
from tests.security.weakenings import MISWRITINGS as OF_FILES
from tests.security.weakenings_allocation import MISWRITINGS as OF_ALLOCATIONS
from tests.security.weakenings_check import MISWRITINGS as OF_CHECKS
from tests.security.weakenings_contacts import MISWRITINGS as OF_CONTACTS
from tests.security.weakenings_court import MISWRITINGS as OF_THE_COURT
from tests.security.weakenings_documents import MISWRITINGS as OF_DOCUMENTS
from tests.security.weakenings_file import MISWRITINGS as OF_WHAT_FILES_HOLD
from tests.security.weakenings_filing import MISWRITINGS as OF_FILING
from tests.security.weakenings_kept import MISWRITINGS as OF_WHAT_IS_KEPT
from tests.security.weakenings_lists import MISWRITINGS as OF_LISTS
from tests.security.weakenings_looks import MISWRITINGS as OF_LOOKS
from tests.security.weakenings_missing import MISWRITINGS as OF_WHAT_IS_MISSING
from tests.security.weakenings_recording import MISWRITINGS as OF_RECORDING
from tests.security.weakenings_signals import MISWRITINGS as OF_SIGNALS
from tests.security.weakenings_staffing import MISWRITINGS as OF_STAFFING
from tests.security.weakenings_supervision import MISWRITINGS as OF_SUPERVISION
from tests.security.weakenings_workload import MISWRITINGS as OF_THE_WORKLOAD

MISWRITINGS = (
    *(*OF_FILES, *OF_WHAT_FILES_HOLD, *OF_RECORDING, *OF_CHECKS, *OF_CONTACTS),
    *(*OF_THE_COURT, *OF_DOCUMENTS, *OF_FILING, *OF_WHAT_IS_KEPT, *OF_SIGNALS, *OF_ALLOCATIONS),
    *OF_THE_WORKLOAD,
    *OF_LOOKS,
    *OF_SUPERVISION,
    *OF_WHAT_IS_MISSING,
    *OF_LISTS,
    *OF_STAFFING,
)
_BY_NAME = {attempt.name: attempt for attempt in ATTACKS}


@pytest.mark.parametrize("weakening", MISGRANTS, ids=lambda weakening: weakening.name)
def test_a_wrong_right_shows_in_the_golden_catalogue(stage: Stage, weakening: Misgrant) -> None:
    with psycopg.connect(stage.record.dsn) as connection:
        connection.execute(stage.fill(weakening.sql).encode())
        found = difference(golden(clone=True), catalogue(connection))
        connection.rollback()
        assert found
        assert difference(golden(clone=True), catalogue(connection)) == ""


@pytest.mark.parametrize("weakening", MISWRITINGS, ids=lambda weakening: weakening.name)
def test_a_check_that_is_gone_lets_its_attacks_through(
    server: RunningServer, words: dict[str, str], weakening: Miswriting
) -> None:
    assert weakening.caught_by
    with copied(server, words) as stage:
        weaken(stage, weakening)
        for name in weakening.caught_by:
            if name == TOLD_APART:
                assert told_apart(stage, ("tl_manager_a2",)), f"nothing caught {weakening.name}"
            else:
                assert gained(stage, _BY_NAME[name]), f"{name} did not catch {weakening.name}"


def weaken(stage: Stage, weakening: Miswriting) -> None:
    """Writes the function anew without its check; owner and rights stay, so that only behaviour can tell."""
    with stage.record.superuser() as connection:
        row = connection.execute("select pg_get_functiondef(%s::regprocedure)", [weakening.function]).fetchone()
        body = str(row[0]) if row else ""
        assert weakening.old in body, f"{weakening.function} no longer has the text that this weakening takes away"
        connection.execute(body.replace(weakening.old, weakening.new).encode())


def test_there_are_enough_weakenings() -> None:
    print(f"\n{len(MISGRANTS)} weakenings of rights and {len(MISWRITINGS)} of function bodies")
    assert len(MISGRANTS) + len(MISWRITINGS) >= 20
