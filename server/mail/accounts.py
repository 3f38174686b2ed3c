"""Keeps ``mail.db`` as the server's database says: whole when the server starts, then change by change."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from core.errors import Trouble
from server.bugs import log_bug
from server.mail.accounts_file import AccountsFile
from server.store.database import Store
from server.store.mail_views import MailRows, mail_rows

GATHER_S = 0.1
"""What comes in quick succession is copied together."""

EVERY_S = 1.0
"""What a command of another process has changed rings no bell here: look again after this time."""

log = logging.getLogger("posko.server")


@contextmanager
def accounts_kept(store: Store, path: Path | None) -> Iterator[None]:
    """Before the block begins the file says what the database says; while it runs a thread sees to that.

    Args:
        path: ``None`` = mail programs ask the database itself, or there are none.

    Raises: Trouble of :class:`AccountsCode` or :class:`StoreCode` if the file cannot be had.
    """
    if path is None:
        yield
        return
    is_over, bell = threading.Event(), store.new_bell()
    with closing(AccountsFile.open(path)) as file:
        keeper = Keeper(store, file)
        keeper.copy_all()
        thread = threading.Thread(target=_keep, args=(keeper, is_over, bell), name="mail-accounts")
        thread.start()
        try:
            yield
        finally:
            is_over.set()
            bell.set()
            thread.join()


class Keeper:
    """Knows up to which change the file is right."""

    def __init__(self, store: Store, file: AccountsFile) -> None:
        self._store = store
        self._file = file
        self._version = 0

    def copy_all(self) -> None:
        """Hold the whole file against the database. Raises: Trouble."""
        pages = list(self._pages(0))
        self._file.replace(pages)
        self._version = pages[-1].version if pages else 0

    def copy_changes(self) -> None:
        """Copy what has changed since. Raises: Trouble: the rest is copied the next time then."""
        for page in self._pages(self._version):
            self._file.take(page)
            self._version = page.version

    def _pages(self, after: int) -> Iterator[MailRows]:
        """What has changed after a version, a piece in each short transaction."""
        while True:
            with self._store.reading() as work:
                page = mail_rows(work, after)
            if not page.addresses:
                return
            yield page
            after = page.version


def _keep(keeper: Keeper, is_over: threading.Event, bell: threading.Event) -> None:
    """What is committed just before the end is copied, too: the server may not run again for days."""
    told = ""
    is_last = False
    while not is_last:
        if bell.wait(EVERY_S):
            is_over.wait(GATHER_S)
        bell.clear()
        is_last = is_over.is_set()
        try:
            keeper.copy_changes()
            told = ""
        except Trouble as trouble:
            if trouble.code != told:
                log.warning("mail accounts wait: %s", trouble.code)
            told = trouble.code
        except Exception as error:
            log_bug(log, "mail accounts", error)
