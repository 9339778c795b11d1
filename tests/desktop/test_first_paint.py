"""What is imported before the first paint: Qt, the window's frame, and nothing that can wait."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

_LOOK = """
import json, sys
from desktop.app.opening import FirstWindow, new_application
from desktop.shell.main_window import Opening

paint = Opening.paintEvent

def watched(self, event):
    paint(self, event)
    seen.setdefault("modules", sorted(sys.modules))
    seen.setdefault("words", [self.text(), first.window.marking.text(), first.window.windowTitle()])

def look():
    if first.program is not None:
        seen["then"] = first.window.page.title
        print(json.dumps(seen))
        application.quit()
    else:
        QTimer.singleShot(5, look)

seen = {}
Opening.paintEvent = watched
application = new_application()
first = FirstWindow(application, "host=127.0.0.1 port=9")
from PySide6.QtCore import QTimer
QTimer.singleShot(5, look)
first.run()
"""
CAN_WAIT = (
    *("sqlalchemy", "psycopg", "keyring", "cryptography", "reportlab", "pikepdf", "pypdfium2", "tomllib"),
    *("dataclasses", "secrets", "uuid", "typing_extensions", "db", "desktop.app.program", "desktop.app.workspace"),
    *("desktop.features", "desktop.widgets", "desktop.models", "desktop.infra.assets", "desktop.shell.menus"),
)


def test_nothing_that_can_wait_is_imported_before_the_first_paint(tmp_path: Path) -> None:
    environment = dict(os.environ) | {"XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", _LOOK], capture_output=True, text=True, check=True, env=environment, timeout=120
    )
    seen = json.loads(done.stdout)
    assert [name for name in CAN_WAIT if name in seen["modules"]] == []
    assert seen["words"] == ["Throughline\n\nStarting…", "OFFICIAL-SENSITIVE", "Throughline"]
    assert seen["then"] == "Sign in"
