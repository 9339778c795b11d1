"""The files that travel with the program: fonts, icons, code lists, colours.

One function finds them, so that nobody builds paths from the working directory.
"""

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """Return the path of a shipped file, for example `resource("fonts", "Arimo-Regular.ttf")`."""
    return _HERE.joinpath(*parts)
