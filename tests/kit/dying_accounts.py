"""The server program, killed between an activation's commit and the copy that mail programs read.

Run as a program with the arguments of ``posko-server``.
"""

from __future__ import annotations

import os
import signal
import sys

from server.__main__ import main
from server.mail.accounts_file import AccountsFile
from server.store.mail_views import MailRows

_TAKE = AccountsFile.take


def take_or_die(file: AccountsFile, changed: MailRows) -> None:
    """What is no account yet is copied; the first account is not: a power cut."""
    if changed.rows["mail_account"]:
        os.kill(os.getpid(), signal.SIGKILL)
    _TAKE(file, changed)


if __name__ == "__main__":
    setattr(AccountsFile, "take", take_or_die)  # noqa: B010 - mypy knows that a method is not assigned to
    sys.exit(main())
