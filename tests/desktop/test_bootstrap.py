"""The one-command set-up: what it decides, how it waits, mends and refuses; the installing itself needs a network.

Everything here runs the real file on small folders of its own; only pip is left out.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop import bootstrap

FILE = Path(bootstrap.__file__)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's folder, with a space in its name, that the set-up takes for its own."""
    root = tmp_path / "a clone"
    root.mkdir()
    (root / "pyproject.toml").write_text("[project]\nname = 'throughline'\n")
    monkeypatch.setattr(bootstrap, "ROOT", root)
    return root


@pytest.fixture
def finished(project: Path) -> Path:
    """Its environment, with a working Python and the stamp of a finished installation."""
    venv = project / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", "--system-site-packages", str(venv)], check=True)
    (venv / "lib").mkdir(exist_ok=True)
    _stamp(project, ("dev", "localdb"))
    return venv


def _stamp(project: Path, extras: tuple[str, ...]) -> None:
    stamp = project / ".venv" / "throughline-stamp.json"
    stamp.write_text(json.dumps(bootstrap.fingerprint(project, extras)))


def installed(project: Path, *extras: str) -> bool:
    return bootstrap.is_installed(project / ".venv", extras)


def test_a_finished_installation_is_not_done_again(project: Path, finished: Path) -> None:
    assert installed(project, "localdb")
    assert installed(project, "localdb", "dev")
    bootstrap.ensure_installed(finished, ("localdb",))  # would need pip's network otherwise


def test_an_installation_without_the_wanted_extras_is_done_again(project: Path, finished: Path) -> None:
    _stamp(project, ("localdb",))
    assert installed(project, "localdb")
    assert not installed(project, "localdb", "dev")


def test_a_changed_project_file_is_installed_again(project: Path, finished: Path) -> None:
    (project / "pyproject.toml").write_text("[project]\nname = 'throughline'\nversion = '2'\n")
    assert not installed(project, "localdb")


@pytest.mark.parametrize("words", ["", "{", "[]", '{"project": 7}'])
def test_a_damaged_stamp_counts_as_none(project: Path, finished: Path, words: str) -> None:
    (finished / "throughline-stamp.json").write_text(words)
    assert not installed(project, "localdb")


def test_an_interrupted_installation_is_cleared_away_and_made_anew(
    project: Path, finished: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = project / "made by Python"
    shutil.copytree(finished, made, symlinks=True)

    def make(command: list[str], *_: object, **__: object) -> subprocess.CompletedProcess[bytes]:
        assert command[1:] == ["-m", "venv", str(finished)]
        shutil.copytree(made, finished, symlinks=True)
        return subprocess.CompletedProcess(command, 0, b"")

    monkeypatch.setattr(bootstrap, "_run_holding", make)
    (finished / "installing").touch()
    (finished / "half").touch()
    assert not installed(project, "localdb")
    bootstrap.make_venv(finished, None)
    assert not (finished / "half").exists()
    assert bootstrap.is_sound(finished)


def test_an_environment_whose_python_is_gone_is_not_built_on(project: Path, finished: Path) -> None:
    python = bootstrap.python_of(finished)
    python.unlink()
    python.symlink_to(project / "no python any more")
    assert not bootstrap.is_sound(finished)
    assert not installed(project, "localdb")


def test_an_environment_that_was_moved_with_its_folder_is_not_built_on(project: Path, finished: Path) -> None:
    stamp = {**bootstrap.fingerprint(project, ("localdb",)), "root": "/another/folder"}
    (finished / "throughline-stamp.json").write_text(json.dumps(stamp))
    assert not bootstrap.is_sound(finished)
    assert not installed(project, "localdb")


def test_a_working_environment_that_somebody_made_by_hand_is_kept(project: Path, finished: Path) -> None:
    (finished / "throughline-stamp.json").unlink()
    (finished / "mine").touch()
    bootstrap.make_venv(finished, None)
    assert (finished / "mine").exists()


# Two at once


HOLD = """
import sys
sys.path.insert(0, sys.argv[1])
import bootstrap
from pathlib import Path
with bootstrap.one_at_a_time(Path(sys.argv[2])):
    print("in", flush=True)
    sys.stdin.read()
"""


def _holder(project: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(FILE.parent), str(project)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_the_second_set_up_in_one_folder_says_that_it_waits_and_then_goes_on(project: Path) -> None:
    with _holder(project) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "in\n"
        with _holder(project) as second:
            assert second.stdout is not None
            assert "Waiting for it to finish" in second.stdout.readline()
            first.communicate()
            assert second.stdout.readline() == "in\n"
            second.communicate()


def test_a_killed_set_up_lets_the_next_one_in(project: Path) -> None:
    with _holder(project) as first:
        assert first.stdout is not None
        first.stdout.readline()
        first.send_signal(signal.SIGKILL)
        first.communicate()
    with _holder(project) as second:
        assert second.stdout is not None
        assert second.stdout.readline() == "in\n"
        second.communicate()


def test_a_step_that_outlives_its_set_up_goes_on_holding_the_folder(project: Path) -> None:
    step = project / "step.py"
    step.write_text("import time; time.sleep(1)")
    with bootstrap.one_at_a_time(project) as lock:
        assert lock is not None
        outliving = subprocess.Popen([sys.executable, str(step)], pass_fds=(lock,))
    started = time.monotonic()
    with bootstrap.one_at_a_time(project):
        assert outliving.wait(60) == 0
    assert time.monotonic() - started > 0.3


# The system's libraries


def test_a_library_that_the_system_lacks_is_found_missing() -> None:
    assert bootstrap.missing_libraries({"libc.so.6": "libc6", "libno-such-thing.so.9": "none"}) == [
        "libno-such-thing.so.9"
    ]


def test_a_window_needs_more_libraries_than_none() -> None:
    assert set(bootstrap.wanted_libraries({})) == set(bootstrap.QT_LIBRARIES)
    assert "libxcb-cursor.so.0" in bootstrap.wanted_libraries({"DISPLAY": ":0"})
    assert "libwayland-client.so.0" in bootstrap.wanted_libraries({"WAYLAND_DISPLAY": "wayland-0"})


def test_an_ordinary_user_is_given_one_command_for_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "QT_LIBRARIES", {"libno-such-thing.so.9": "libnosuch9"})
    monkeypatch.setattr(bootstrap, "_is_root", lambda: False)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(bootstrap.SetUpError) as trouble:
        bootstrap.ensure_libraries({})
    assert "libno-such-thing.so.9" in str(trouble.value)
    assert "  sudo apt-get update && sudo apt-get install -y libnosuch9\n" in str(trouble.value)


def test_without_apt_the_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(bootstrap.SetUpError, match=r"package manager.* libgl1"):
        bootstrap.install_packages(["libgl1"], "the system libraries")


def test_debians_missing_venv_is_named_by_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "ensurepip" else object())
    monkeypatch.setattr(bootstrap, "_is_root", lambda: False)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(bootstrap.SetUpError, match=r"apt-get install -y python3\.\d+-venv"):
        bootstrap.ensure_venv_module()


# What a person reads


def test_an_old_python_is_refused_in_a_sentence() -> None:
    with pytest.raises(bootstrap.SetUpError, match=r"needs Python 3\.11 or later, and this is 3\.9"):
        bootstrap.check_python((3, 9))
    bootstrap.check_python((3, 11))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("WARNING: Retrying after connection broken by 'NewConnectionError'", "could not be fetched"),
        ("ERROR: Could not install: [Errno 28] No space left on device", "The disk is full"),
        ("ERROR: [Errno 13] Permission denied: '.venv'", "cannot be written"),
        ("error: metadata-generation-failed", "metadata-generation-failed"),
    ],
)
def test_what_pip_said_becomes_a_sentence(said: str, sentence: str) -> None:
    assert sentence in bootstrap.why_pip_failed(said)


def test_a_failed_installation_keeps_the_old_environment_and_says_where_the_log_is(
    project: Path, finished: Path
) -> None:
    (project / "pyproject.toml").write_text("this is no project file")
    with pytest.raises(bootstrap.SetUpError, match=r"The whole log is in .*install\.log"):
        bootstrap.ensure_installed(finished, ("localdb",))
    assert bootstrap.python_works(finished)
    assert not (finished / "installing").exists()
    assert not installed(project, "localdb")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_said(project: Path) -> None:
    project.chmod(0o500)
    try:
        with pytest.raises(bootstrap.SetUpError):
            bootstrap.ensure_installed(project / ".venv", ("localdb",))
    finally:
        project.chmod(0o700)


def test_wrong_use_shows_how_and_ends_with_two() -> None:
    done = subprocess.run([sys.executable, str(FILE), "dance"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "run | test | bench" in done.stderr
    helped = subprocess.run([sys.executable, str(FILE), "--help"], capture_output=True, text=True, check=False)
    assert (helped.returncode, helped.stderr) == (0, "")


def test_without_a_display_run_does_the_main_job_offscreen(
    finished: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    became: list[tuple[list[str], str | None]] = []

    def become(words: list[str], environ: dict[str, str]) -> int:
        became.append((words, environ.get("QT_QPA_PLATFORM")))
        return 0

    monkeypatch.setattr(bootstrap, "become", become)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    bootstrap.run([])
    bootstrap.run(["print-chronology"])
    monkeypatch.setenv("DISPLAY", ":0")
    bootstrap.run([])
    assert became == [
        (["-m", "desktop", "--demo", "demo-output"], "offscreen"),
        (["-m", "desktop", "print-chronology"], "offscreen"),
        (["-m", "desktop"], None),
    ]


def test_the_tests_and_the_checks_are_run_and_a_line_about_each_ends_the_output(
    project: Path, finished: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "tests").mkdir()
    (project / "tests/test_small.py").write_text("def test_small():\n    assert True\n")
    (project / "tests/test_other.py").write_text("def test_one(): pass\n\n\ndef test_two(): pass\n")
    _let_it_find_pytest(monkeypatch)
    monkeypatch.setattr(bootstrap, "BESIDE", ["tests"])
    monkeypatch.setattr(bootstrap, "CHECKS", {"types": ["no_such_checker"]})
    assert bootstrap.test([]) == 1
    said = capfdbinary.readouterr().out.decode()
    assert "3 passed" in said
    assert said.splitlines()[-1] == "tests passed, types FAILED"
    assert bootstrap.test(["-k", "small"]) == 0
    assert "1 passed" in capfdbinary.readouterr().out.decode().splitlines()[-1]
    (project / "tests/test_small.py").write_text("def test_small():\n    assert False\n")
    assert bootstrap.test(["-q"]) == 1
    monkeypatch.setattr(bootstrap, "CHECKS", {})
    assert bootstrap.test([]) == 1
    assert capfdbinary.readouterr().out.decode().splitlines()[-1] == "tests FAILED"


def _let_it_find_pytest(monkeypatch: pytest.MonkeyPatch) -> None:
    import _pytest

    monkeypatch.setenv("PYTHONPATH", str(Path(_pytest.__file__).parents[1]))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
