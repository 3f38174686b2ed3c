"""``make mail-demo`` shows a mailbox that can really be activated, and leaves nothing behind."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.kit.mail_hosts import WITHIN_S, why_not
from tests.kit.mailboxes import GOOD_PASSWORD, shown
from tests.kit.server_process import ROOT

pytestmark = [pytest.mark.one_engine, pytest.mark.slow]


def test_the_mailbox_of_the_demonstration_is_activated_and_gone_afterwards() -> None:
    if reason := why_not():
        pytest.skip(reason)
    demo = subprocess.Popen([sys.executable, "-m", "tools.mail_demo"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert demo.stdout is not None
    try:
        said = "".join(iter(demo.stdout.readline, "Ctrl+C ends it and clears everything away.\n"))
        fields = {"code": found(r"code +(\S+)", said), "new": GOOD_PASSWORD, "again": GOOD_PASSWORD}
        page = httpx.post(found(r"at +(\S+)", said), data=fields, timeout=WITHIN_S)
        demo.send_signal(signal.SIGINT)
        assert demo.wait(WITHIN_S) == 0
    finally:
        demo.kill()
        demo.stdout.close()
    assert found(r"Address +(\S+)", said) in shown(page)
    assert not Path(found(r"machine +(\S+)/away", said)).exists()


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match, text
    return match[1]
