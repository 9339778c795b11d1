"""The house's rules about who may know whom, as pyproject.toml states them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_every_import_keeps_the_contracts() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]


def test_nothing_in_the_tree_is_named_after_nothing() -> None:
    vague = {"utils", "helpers", "manager", "common", "misc", "data"}
    named = [path for folder in ("db", "desktop") for path in (ROOT / folder).rglob("*.py") if path.stem in vague]
    assert named == []


def test_case_text_is_drawn_by_one_module_that_escapes_it() -> None:
    bare = [path.name for path in (ROOT / "desktop").rglob("*.py") if "Paragraph(" in path.read_text(encoding="utf-8")]
    assert bare == [], "reportlab's Paragraph obeys markup in user text"
