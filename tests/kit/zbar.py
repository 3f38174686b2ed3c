"""The second reader of QR codes, where the machine has it (Debian: zbar-tools); weaker than zxing-cpp on blur."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image

PROGRAM = "zbarimg"


def zbar_texts(picture: Image.Image, scratch: Path) -> list[str]:
    """What it reads in a picture; the test is skipped, by name, where it is not installed."""
    if shutil.which(PROGRAM) is None:
        pytest.skip("zbarimg (Debian: zbar-tools) is not installed")
    file = scratch / "picture.png"
    picture.convert("L").save(file)
    command = [PROGRAM, "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", str(file)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return ran.stdout.split("\n")[:-1]
