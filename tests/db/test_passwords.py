"""Where a password is looked for, and which files are believed."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from db.errors import Refused
from db.passwords import chosen_password, password_for, private_text, scram_verifier
from db.server.launcher import RunningServer

LOGIN = "u1000"
WHERE = {"PGHOST": "db", "PGPORT": "5432", "PGDATABASE": "throughline"}
PEOPLE = [{"name": "A", "role": "manager", "login": LOGIN, "password": "from the people"}]

Private = Callable[..., Path]


@pytest.fixture
def private(tmp_path: Path) -> Private:
    def made(name: str, text: str, mode: int = 0o600) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        path.chmod(mode)
        return path

    return made


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("THROUGHLINE_PASSWORD", "THROUGHLINE_PEOPLE", "PGPASSFILE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in WHERE.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False)


def test_the_environment_comes_before_the_people_file_before_the_password_file_before_the_prompt(
    private: Private, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(getpass, "getpass", lambda question: f"asked: {question}")
    assert password_for(LOGIN) == f"asked: Password of {LOGIN}: "
    monkeypatch.setenv("PGPASSFILE", str(private("pass", f"*:*:*:{LOGIN}:from the passfile")))
    assert password_for(LOGIN) == "from the passfile"
    monkeypatch.setenv("THROUGHLINE_PEOPLE", str(private("people", json.dumps(PEOPLE))))
    assert password_for(LOGIN) == "from the people"
    assert password_for("u2000").startswith("asked")
    monkeypatch.setenv("THROUGHLINE_PASSWORD", "from the environment")
    assert password_for(LOGIN) == "from the environment"


def test_without_any_source_and_anybody_to_ask_it_says_what_to_do() -> None:
    with pytest.raises(Refused, match="set THROUGHLINE_PASSWORD"):
        password_for(LOGIN)
    with pytest.raises(Refused, match="--password-file"):
        chosen_password(LOGIN, None)


def test_a_password_that_is_chosen_is_never_the_one_in_the_environment(
    private: Private, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THROUGHLINE_PASSWORD", "the administrator's")
    with pytest.raises(Refused):
        chosen_password(LOGIN, None)
    assert chosen_password(LOGIN, private("new", " spaces stay \n")) == " spaces stay "


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666, 0o620])
def test_a_file_that_others_can_reach_is_refused(private: Private, monkeypatch: pytest.MonkeyPatch, mode: int) -> None:
    path = private("people", json.dumps(PEOPLE), mode)
    for name in ("THROUGHLINE_PEOPLE", "PGPASSFILE"):
        with monkeypatch.context() as own:
            own.setenv(name, str(path))
            with pytest.raises(Refused, match=r"can be read by others.*chmod 600"):
                password_for(LOGIN)
    with pytest.raises(Refused, match="can be read by others"):
        chosen_password(LOGIN, path)


def test_a_file_that_is_missing_a_folder_or_no_text_is_refused(tmp_path: Path, private: Private) -> None:
    private("bytes", "").write_bytes(b"\xff\xfe\x00 no text \xe9")
    tmp_path.chmod(0o700)
    for path in (tmp_path / "nowhere", tmp_path, tmp_path / "bytes"):
        with pytest.raises(Refused, match="cannot be read"):
            private_text(path)


@pytest.mark.parametrize(
    "text", ["", "{", "12", "null", '{"login": "u1000"}', "[1]", '["u1000"]', '[{"login": "u1000"}]']
)
def test_a_people_file_that_is_no_list_of_people_is_refused_without_repeating_it(
    private: Private, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("THROUGHLINE_PEOPLE", str(private("people", text)))
    with pytest.raises(Refused, match="not the list of people") as caught:
        password_for(LOGIN)
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    ("line", "password"),
    [
        (f"db:5432:throughline:{LOGIN}:plain", "plain"),
        (f"*:*:*:{LOGIN}:any place", "any place"),
        ("db:5432:throughline:*:any login", "any login"),
        (f"db:5432:throughline:{LOGIN}:with:colons:in it", "with:colons:in it"),
        (rf"db:5432:throughline:{LOGIN}:escaped\:colon\\slash", r"escaped:colon\slash"),
        (f"other:5432:throughline:{LOGIN}:not here", None),
        (f"db:5433:throughline:{LOGIN}:not here", None),
        (f"db:5432:other:{LOGIN}:not here", None),
        ("db:5432:throughline:u2000:not mine", None),
        (f"#db:5432:throughline:{LOGIN}:a comment", None),
        (f"db:5432:{LOGIN}:too short", None),
        (f"other:5432:*:{LOGIN}:no\ndb:*:*:{LOGIN}:the first that fits\n*:*:*:*:later", "the first that fits"),
    ],
)
def test_the_password_file_is_read_as_libpq_reads_it(
    private: Private, monkeypatch: pytest.MonkeyPatch, line: str, password: str | None
) -> None:
    monkeypatch.setenv("PGPASSFILE", str(private("pass", line)))
    if password is not None:
        assert password_for(LOGIN) == password
    else:
        with pytest.raises(Refused, match="No password"):
            password_for(LOGIN)


def test_the_password_file_is_asked_about_the_server_that_the_command_names(
    private: Private, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = f"db:*:*:{LOGIN}:of the environment's server\nelsewhere:5433:record:{LOGIN}:of the named server"
    monkeypatch.setenv("PGPASSFILE", str(private("pass", lines)))
    assert password_for(LOGIN) == "of the environment's server"
    assert password_for(LOGIN, at=("elsewhere", "5433", "record")) == "of the named server"


def test_a_password_leaves_this_side_only_as_a_scram_verifier(server: RunningServer) -> None:
    with psycopg.connect(server.dsn()) as connection:
        verifier = scram_verifier(connection, LOGIN, "a long enough password")
        assert verifier.startswith("SCRAM-SHA-256$")
        assert "long enough" not in verifier
        for password in ("too short", "cut off\0 at the nul", "two lines\nof it", "half a \ud83d sign"):
            with pytest.raises(Refused):
                scram_verifier(connection, LOGIN, password)
        assert scram_verifier(connection, LOGIN, "Pässwörter ünd 密碼 too")
