"""A real server on 127.0.0.1 in a thread, over a real SQLite file or a real PostgreSQL database."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from core.clock import Clock
from core.wire.codec import Codec
from server.clock import SystemClock
from server.config import Settings
from server.exchange.issue import Order, issue
from server.http.application import create_app
from server.http.limits import Bounds
from server.keys import identify, settle_training
from server.mail.accounts import accounts_kept
from server.mail_settings import MailSettings, codes_mailed
from server.office.cross import cross_work_done
from server.serving import PoliteServer, address_of, bound_socket
from server.store.database import Store
from server.store.run_lock import run_lock
from tests.kit.server_engines import present

START_WITHIN_S = 30


@dataclass(frozen=True)
class RunningServer:
    """A server that answers at ``url``."""

    url: str
    store: Store
    settings: Settings
    public_key: bytes
    lineage: bytes
    is_training: bool
    clock: Clock

    def new_code(self, post: str = "SBY01", *, province: str | None = None, block: int | None = None) -> str:
        """A fresh one-time enrolment code."""
        order = Order(post, f"Posko {post}", province, block, timedelta(days=14))
        return issue(self.store, order, os.urandom(10), self.clock.now()).code


@contextmanager
def running_server(
    folder: Path,
    *,
    is_training: bool = True,
    port: int = 0,
    clock: Clock | None = None,
    codec: Codec | None = None,
    bounds: Bounds | None = None,
    mail: MailSettings | None = None,
) -> Iterator[RunningServer]:
    """A server with its files in ``folder``; when the block ends it has stopped and its files are closed.

    The same folder again is the same server again.
    """
    about_mail = mail or MailSettings()
    settings = Settings(folder, present().address(folder, is_founded=True))
    time = clock or SystemClock()
    with run_lock(settings.database):
        store = Store.open(settings.database, is_alone=True)
        try:
            key, server = identify(store, settings, time)
            settle_training(store, server, is_training=is_training)
            app = create_app(
                store, key, time, is_training=is_training, codec=codec, bounds=bounds, mail=about_mail.terms
            )
            bound = bound_socket("127.0.0.1", port)
            is_ready = threading.Event()
            uvicorn_server = PoliteServer(app, is_ready.set)
            thread = threading.Thread(target=uvicorn_server.run, kwargs={"sockets": [bound]}, name="server")
            url = address_of(bound)
            thread.start()
            try:
                assert is_ready.wait(START_WITHIN_S), "the server did not start"
                with (
                    accounts_kept(store, about_mail.database),
                    cross_work_done(store, time),
                    codes_mailed(about_mail, store, time, app.metrics),
                ):
                    yield RunningServer(url, store, settings, key.public, server.lineage, is_training, time)
            finally:
                uvicorn_server.should_exit = True
                thread.join()
        finally:
            store.close()
