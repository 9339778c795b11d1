"""How soon the window is painted beside a bare Qt window, how soon it can be used, and what it holds in memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from statistics import median

from tests.bench.measure import Figure, against, alone

_BARE = """
import time
from PySide6.QtWidgets import QApplication, QLabel

class Window(QLabel):
    def paintEvent(self, event):
        super().paintEvent(event)
        print("painted", time.time(), flush=True)
        QApplication.quit()

application = QApplication([])
window = Window("Throughline")
window.resize(1280, 800)
window.show()
application.exec()
"""
_OURS = """
import time
from pathlib import Path
from desktop.app.opening import FirstWindow, new_application
from desktop.shell.main_window import Opening

paint = Opening.paintEvent

def watched(self, event):
    paint(self, event)
    print("painted", time.time(), flush=True)

def look():
    if first.program is not None and first.program.ready:
        print("usable", time.time(), flush=True)
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                print("memory", int(line.split()[1]) / 1024, flush=True)
        application.quit()
    else:
        QTimer.singleShot(5, look)

Opening.paintEvent = watched
application = new_application()
first = FirstWindow(application, "")
from PySide6.QtCore import QTimer
QTimer.singleShot(5, look)
first.run()
"""


def figures(dsn: str, times: int = 7) -> list[Figure]:
    """Starts both windows by turns, each in a process of its own, offscreen, beside a running server."""
    bare, painted, usable, memory = [], [], [], []
    for _ in range(times):
        bare.append(_started(_BARE, dsn)["painted"])
        ours = _started(_OURS, dsn)
        painted.append(ours["painted"])
        usable.append(ours["usable"] - ours["painted"])
        memory.append(ours["memory"])
    return [
        against("first paint / a bare Qt window", "ms", median(painted), median(bare), "≤ 1.3"),
        alone("usable after the first paint", "ms", median(usable), "≤ 1000"),
        alone("memory at the sign-in page", "MB", median(memory), "≤ 150"),
    ]


def _started(script: str, dsn: str) -> dict[str, float]:
    """What one start printed: moments in milliseconds since its process began, and memory as it is."""
    address = dict(part.split("=", 1) for part in dsn.replace("'", "").split())
    environment = dict(os.environ) | {
        "QT_QPA_PLATFORM": "offscreen",
        "PGHOST": address["host"],
        "PGPORT": address["port"],
        "PGDATABASE": address["dbname"],
    }
    begun = time.time()
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment)
    said = dict(line.split() for line in reversed(done.stdout.splitlines()))  # the first of several paints
    return {name: float(value) if name == "memory" else (float(value) - begun) * 1000 for name, value in said.items()}
