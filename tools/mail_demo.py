"""``make mail-demo``: a training server with real Postfix and Dovecot on loopback, and one mailbox to activate.

Everything is in a folder of its own, which is gone when the demonstration ends (Ctrl+C). Mail to other domains leaves
nothing: it goes into files there.
"""

from __future__ import annotations

import json
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.desk.account.look import mail_space
from app.desk.account.propose import propose
from server.clock import SystemClock
from tests.kit.enrolled import enrolled_desk, sync
from tests.kit.helped import helped, reserved
from tests.kit.mail_hosts import LOOPBACK, MailPlace, mail_hosts, why_not
from tests.kit.server_process import command, server_process

DOMAIN = "warga.contoh.test"
NAME = "SITI AMINAH"

TOLD = """
  Address           {address}
  Activation code   {code}
  Activate it at    {url}/aktivasi     (a password of your own choice)
  Settings          {url}/kotak

  Read mail         IMAP {host}:{imaps} (TLS), user {address}
      curl -k --url 'imaps://{host}:{imaps}/INBOX;MAILINDEX=*' --user '{address}:PASSWORD'
  Write to it       SMTP {host}:{smtp}
      printf 'Subject: Halo\\n\\nSelamat pagi\\n' | curl --url smtp://{host}:{smtp} \\
          --mail-from ani@kantor.test --mail-rcpt {address} --upload-file -
  Send from it      SMTP {host}:{submission} (STARTTLS, same user and password)
  Left this machine {folder}/away
  What they say     {folder}/postfix.log, {folder}/dovecot.log

Ctrl+C ends it and clears everything away.
"""


@dataclass(frozen=True, slots=True)
class Card:
    """What the paper would say."""

    address: str
    code: str


def main() -> int:
    """Show it until somebody presses Ctrl+C."""
    if reason := why_not():
        sys.stderr.write(f"mail-demo: {reason}\n")
        return 1
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with demonstration() as told:
            print(told, flush=True)
            signal.pause()
    except KeyboardInterrupt:
        print("Over.")
    return 0


@contextmanager
def demonstration() -> Iterator[str]:
    """Everything runs until the block ends; how to look at it."""
    with tempfile.TemporaryDirectory(prefix="posko-mail-demo-") as folder, ExitStack() as running:
        place = MailPlace.new(Path(folder), DOMAIN)
        data = place.folder / "server"
        words = (
            *("--smtp", f"smtp://{LOOPBACK}:{place.smtp}", "--mail-from", f"posko@{DOMAIN}"),
            *("--mail-domain", DOMAIN, "--mail-db", str(place.accounts), "--mail-bounces", str(place.bounces)),
            *("--mail-incoming", f"localhost:{place.imaps}", "--mail-outgoing", f"localhost:{place.submission}"),
        )
        server = running.enter_context(server_process(data, *words))
        running.enter_context(mail_hosts(place))
        card = promised(place.folder / "desk", server.url, data)
        ports = {"smtp": place.smtp, "imaps": place.imaps, "submission": place.submission}
        yield TOLD.format(
            address=card.address, code=card.code, url=server.url, host=LOOPBACK, folder=place.folder, **ports
        )


def promised(home: Path, url: str, data: Path) -> Card:
    """A desk promises somebody a mailbox and synchronises."""
    ordered = command("enrol-code", "--post", "SBY01", "--post-name", "Posko SBY01", "--json", data=data)
    with enrolled_desk(home, url, json.loads(ordered.stdout)["code"], clock=SystemClock()) as desk:
        sync(desk)
        space = mail_space(desk)
        if space is None:
            raise LookupError("the server has granted no names")
        kept = reserved(desk, helped(desk, NAME), propose(desk, NAME, domain=space.domain)[0].local)
        sync(desk)
        return Card(kept.address, kept.code)


if __name__ == "__main__":
    sys.exit(main())
