"""Templates and numbers of pages from the command line, and what stays of them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from db.queries.court_documents import page_limits, stored_templates
from db.queries.document_templates import own_templates, templates_here
from tests.db.console.conftest import Run
from tests.record import Record

ADMINISTRATOR = ("--as", "tl_administrator")
WORKER = ("--as", "tl_practitioner_a")
NOT_YOURS = "Lists and limits are changed by administrators: ask yours to do it.\n"
OWN_FORM = 'title = "Letter of concern"\nfamily = "office"\n\n[[section]]\nkey = "why"\ntitle = "Why we write"\n'


@pytest.fixture
def record(module_record: Record) -> Record:
    """One record for these tests, each with kinds of its own."""
    return module_record


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A template as an administrator keeps it."""
    path = tmp_path / "letter.toml"
    path.write_text(OWN_FORM, encoding="utf-8")
    return path


def test_a_template_is_printed_changed_put_here_and_taken_back(record: Record, run: Run, tmp_path: Path) -> None:
    shown = run("template", "show", "plan", *WORKER).out
    assert shown.rstrip("\n") == own_templates()["plan"].toml.rstrip("\n")
    changed = tmp_path / "plan.toml"
    changed.write_text(shown.replace('title = "Plan"', 'title = "Our plan"'), encoding="utf-8-sig")
    done = run("template", "set", "plan", changed, *ADMINISTRATOR)
    assert (done.status, done.out) == (0, "plan is “Our plan” with 6 sections from now on.\n")
    session = record.session("tl_practitioner_a")
    assert templates_here(session).by_kind["plan"].template.title == "Our plan"
    lines = {line["kind"]: line for line in run("template", "list", *WORKER, "--json").json}
    assert lines["plan"] == {
        "kind": "plan", "title": "Our plan", "family": "office", "whose": "version 1 of this server",
    }  # fmt: skip
    assert lines["section_7"]["whose"] == "the program's own"
    assert run("template", "reset", "plan", *ADMINISTRATOR).out == "plan: the program's own holds again.\n"
    assert templates_here(session).by_kind["plan"] == own_templates()["plan"]


def test_an_own_form_stands_beside_the_programs_and_is_taken_back(record: Record, run: Run, file: Path) -> None:
    assert run("template", "set", "letter_of_concern", file, *ADMINISTRATOR).status == 0
    assert "Letter of concern" in run("template", "list", *WORKER).out
    shown = run("template", "show", "letter_of_concern", *WORKER, "--json").json
    assert (shown["title"], [section["key"] for section in shown["sections"]]) == ("Letter of concern", ["why"])
    assert run("template", "reset", "letter_of_concern", *ADMINISTRATOR).out.endswith("it is offered no more.\n")
    for command in (("show", "letter_of_concern", *WORKER), ("reset", "never_there", *ADMINISTRATOR)):
        refused = run("template", *command)
        assert (refused.status, refused.err) == (1, f"There is no template {command[1]}.\n")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (OWN_FORM.replace('"Why', "3 #").encode(), "Section 1, line 6: “title” must be a text."),
        (OWN_FORM.replace("key", "kye").encode(), "Section 1, line 5: there is no key “kye”"),
        (b"\xff\xfe\x00", "it is not a text in UTF-8."),
        (b"", "The template has no sections"),
        (b"x" * 900_000, "at most 200,000 characters"),
    ],
)
def test_what_is_no_template_is_refused_with_its_line_and_never_sent(
    record: Record, run: Run, tmp_path: Path, content: bytes, told: str
) -> None:
    path = tmp_path / "bad.toml"
    path.write_bytes(content)
    refused = run("template", "set", "bad_form", path, *ADMINISTRATOR)
    assert (refused.status, refused.out) == (1, "")
    assert refused.err.startswith("bad.toml was not sent")
    assert told in refused.err
    assert all(one.kind != "bad_form" for one in stored_templates(record.session("tl_practitioner_a")))


def test_templates_and_limits_are_changed_by_administrators_alone(record: Record, run: Run, file: Path) -> None:
    before = stored_templates(record.session("tl_practitioner_a"))
    for who in ("tl_practitioner_a", "tl_manager_a", "tl_auditor"):
        for arguments in (
            ("template", "set", "plan", file),
            ("template", "reset", "plan"),
            ("page-limit", "set", "chronology", "5", "--from", "today", "--authority", "me"),
        ):
            refused = run(*arguments, "--as", who)
            assert (refused.status, refused.err) == (1, NOT_YOURS), (who, arguments)
    assert stored_templates(record.session("tl_practitioner_a")) == before
    assert page_limits(record.session("tl_practitioner_a"))["chronology"].pages == 10


def test_a_stored_template_that_cannot_be_read_is_told_and_the_programs_own_is_used(record: Record, run: Run) -> None:
    with record.psql("tl_administrator") as connection:
        connection.execute("select api.put_document_template('section_47', 'titel = 1')")
        connection.execute("select api.put_document_template('nobodys', '[')")
    told = run("template", "list", *WORKER)
    assert told.status == 1
    assert "section_47, version 1, cannot be read, so the program's own is used. " in told.err
    assert "nobodys, version 1, cannot be read, so there is no such form. " in told.err
    assert "Section 47 enquiry: outcome" in told.out
    assert run("template", "reset", "nobodys", *ADMINISTRATOR).status == 0
    assert "nobodys" not in run("template", "list", *WORKER).err
    assert run("template", "reset", "section_47", *ADMINISTRATOR).status == 0
    assert run("template", "list", *WORKER).status == 0


def test_a_number_of_pages_holds_from_its_day_and_names_whose_rule_it_is(record: Record, run: Run) -> None:
    tomorrow = date.today() + timedelta(days=1)
    limit = ("page-limit", "set", "case_analysis")
    rule = ("--authority", "Direction of the court", *ADMINISTRATOR)
    assert (
        run(*limit, "20", "--from", "1/3/2026", *rule).out == "case_analysis: 20 pages from 1/3/2026. It warns only.\n"
    )
    assert run(*limit, "15", "--from", tomorrow.isoformat(), *rule, "--json").json["pages"] == 15
    assert page_limits(record.session("tl_practitioner_a"))["case_analysis"].pages == 20
    told = run("page-limit", "list", *WORKER).out
    assert "case_analysis" in told and "20     2026-03-01  Direction of the court" in told
    later = {
        line["kind"]: line["pages"] for line in run("page-limit", "list", "--on", str(tomorrow), *WORKER, "--json").json
    }
    assert (later["case_analysis"], later["chronology"]) == (15, 10)
    for bad in ("0", "-1", "2001", "9" * 30, "ten"):
        assert run(*limit, bad, "--from", "1/3/2026", *rule).status == 2
    assert run(*limit, "20", "--from", "spring 2026", *rule).status == 1
    assert run("page-limit", "set", "Case Analysis", "20", "--from", "1/3/2026", *rule).status == 2
    assert run(*limit, "20", "--from", "1/3/2026", "--authority", " ", *ADMINISTRATOR).status == 1
