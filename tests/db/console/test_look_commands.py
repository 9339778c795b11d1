"""From the command line: from when on looks deserve a question, and what stood before."""

from __future__ import annotations

from tests.db.console.conftest import Run

ADMINISTRATOR = ("--as", "tl_administrator")


def test_when_looks_deserve_a_question_is_listed_and_changed_by_administrators(run: Run) -> None:
    told = run("look-question", "list", *ADMINISTRATOR).out.splitlines()
    assert [line.split()[:3] for line in told[1:]] == [
        ["own_name", "1", "8"], ["own_address", "1", "8"], ["not_theirs", "3", "4"], ["many_files", "30", "4"],
    ]  # fmt: skip
    done = run("look-question", "set", "many_files", "--times", "40", *ADMINISTRATOR)
    assert done.out == "many_files: from now on from 40 times on, of 4 weeks.\n"
    kept = run("look-question", "list", "--history", *ADMINISTRATOR, "--json").json
    assert [line["times"] for line in kept if line["question"] == "many_files"] == [40, 30]
    assert "There is no such question" in run("look-question", "set", "nonsense", *ADMINISTRATOR).err
    assert run("look-question", "set", "many_files", "--times", "9", "--as", "tl_manager_a").status == 1
