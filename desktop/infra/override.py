"""Marks a method that answers to a name of Qt's.

`typing_extensions` costs a fifth of the time to first paint, so that only the type checker imports it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import override
else:

    def override(method):  # type: ignore[no-untyped-def]
        """Return the method as it is."""
        return method


__all__ = ["override"]
