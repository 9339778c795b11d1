"""Expected troubles, each with a text for the person.

Anything that is not one of these is a bug. A text says what happened and what to do; it never holds case text,
because these texts reach banners, logs and scripts.
"""

from __future__ import annotations

import os


class ThroughlineError(Exception):
    """An expected trouble.

    `text` is one or two plain sentences for the person; `reference` is a short id that log and banner share.
    """

    default_text = "Something went wrong."

    def __init__(self, text: str = "", *, reference: str = "") -> None:
        self.text = text or self.default_text
        self.reference = reference or os.urandom(3).hex()
        super().__init__(self.text)


class NotPermitted(ThroughlineError):
    """The server refused: the thing is not there or not for this person, and it does not say which."""

    default_text = "This was not found, or you may not see it."


class Refused(ThroughlineError):
    """The input cannot be accepted as it is; the text says what is wrong with it."""

    default_text = "This could not be accepted as it is."


class Suspended(Refused):
    """The person who is signing in does not work here just now."""

    default_text = "This login is suspended. Ask your administrator."


class Conflict(ThroughlineError):
    """A colleague amended the same thing meanwhile."""

    default_text = (
        "Somebody amended this entry while you were writing. Your text is kept: look at both before you save."
    )


class WrongPassword(ThroughlineError):
    """The server did not accept the name and password."""

    default_text = "The name or the password is not right."


class PasswordGiven(ThroughlineError):
    """Somebody else chose the password of this login, so that nothing can be done before it is changed."""

    default_text = "Your password was set by an administrator. Sign in anew and choose one of your own."


class Unreachable(ThroughlineError):
    """No server answers at the address."""

    default_text = "The server cannot be reached. Check the network, then try again; what you typed is kept."


class OutcomeUnknown(ThroughlineError):
    """The connection broke in the middle of a save, so nobody knows yet whether it landed."""

    default_text = "The connection broke while saving. Your text is kept; saving again is safe and will not double it."


class Busy(ThroughlineError):
    """The server gave up waiting, several times."""

    default_text = "The server is busy just now. Wait a moment, then try again; what you typed is kept."


class ServerFull(ThroughlineError):
    """The server has no room: disk, memory or connections."""

    default_text = "The server has no room left. Tell your administrator; what you typed is kept."


class Locked(ThroughlineError):
    """What is kept on this computer does not open with this password or key."""

    default_text = (
        "The drafts on this computer are locked with a password that you had before. "
        "Type that password once to open them, or start anew: what is locked is not deleted."
    )


class TooOld(ThroughlineError):
    """Client and server do not fit together; `side` names the older one, "client" or "server"."""

    def __init__(self, side: str, *, reference: str = "") -> None:
        self.side = side
        super().__init__(
            "This Throughline is too old for the server. Install the newer version."
            if side == "client"
            else "The server is older than this Throughline. Ask your administrator to run the upgrade.",
            reference=reference,
        )
