"""A telephone's browser: headless Chromium, 360 px wide, driven over plain HTTP by its own driver [W3C WebDriver]."""

from __future__ import annotations

import base64
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

WIDTH_PX = 360
HEIGHT_PX = 640

SLOW_LINE = {"offline": False, "latency": 600, "downloadThroughput": 6_250, "uploadThroughput": 3_000}
"""GPRS at the edge of a village: 50 kbit/s down, 24 up, and a second and more until anything comes back."""

PATIENCE_S = 120.0

_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class PhoneBrowser:
    """One window."""

    def __init__(self, client: httpx.Client, session: str) -> None:
        self._client = client
        self._session = session

    def open(self, url: str) -> None:
        """Go to a page and wait until it stands there."""
        self._ask("POST", "url", {"url": url})

    def type_in(self, name: str, text: str) -> None:
        """Type into the box of this name, whatever stood there."""
        element = self._found(f"input[name={name}]")
        self._ask("POST", f"element/{element}/clear", {})
        self._ask("POST", f"element/{element}/value", {"text": text})

    def tick(self, selector: str) -> None:
        """Press what this CSS selector finds first and stay on the page."""
        self._ask("POST", f"element/{self._found(selector)}/click", {})

    def press(self, selector: str = "button") -> None:
        """Press what this CSS selector finds first; the page that follows is waited for, to its last words."""
        before = self._found("html")
        self.tick(selector)
        deadline = time.monotonic() + PATIENCE_S
        while not (self._is_gone(before) and self._is_whole()):
            assert time.monotonic() < deadline, "no page came"

    def count(self, selector: str) -> int:
        """How many of them there are."""
        return len(self._ask("POST", "elements", {"using": "css selector", "value": selector}))

    def is_shown(self, selector: str) -> bool:
        """Whether the first of them can be seen."""
        shown: bool = self._ask("GET", f"element/{self._found(selector)}/displayed")
        return shown

    def attribute(self, selector: str, name: str) -> str:
        """What an attribute of the first of them is now."""
        value: str | None = self._ask("GET", f"element/{self._found(selector)}/property/{name}")
        return value or ""

    def text(self) -> str:
        """Everything that can be read."""
        told: str = self._ask("GET", f"element/{self._found('body')}/text")
        return told

    def box(self, selector: str) -> dict[str, float]:
        """Where the first of them stands: x, y, width, height."""
        rect: dict[str, float] = self._ask("GET", f"element/{self._found(selector)}/rect")
        return rect

    def picture(self, place: Path) -> Path:
        """The whole page as it is seen, kept as PNG."""
        metrics = self.cdp("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": WIDTH_PX, "height": metrics["height"], "scale": 1}
        shot = self.cdp("Page.captureScreenshot", clip=clip, captureBeyondViewport=True)
        place.write_bytes(base64.b64decode(shot["data"]))
        return place

    def width_px(self) -> float:
        """How wide the page is; more than the screen means that somebody has to push it aside."""
        width: float = self.cdp("Page.getLayoutMetrics")["cssContentSize"]["width"]
        return width

    def cdp(self, command: str, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever the command asks for
        """A command of Chromium's own protocol."""
        answer: dict[str, Any] = self._ask("POST", "goog/cdp/execute", {"cmd": command, "params": parameters})
        return answer

    def _is_gone(self, element: str) -> bool:
        """Whether the page of an element has made room for another; anything else it may say on the way is no word."""
        answer = self._client.get(f"/session/{self._session}/element/{element}/name").json()["value"]
        return isinstance(answer, dict) and answer.get("error") == "stale element reference"

    def _is_whole(self) -> bool:
        """Whether a page stands there to its last words."""
        words = {"using": "css selector", "value": "footer"}
        return self._client.post(f"/session/{self._session}/element", json=words).status_code == 200

    def _found(self, selector: str) -> str:
        found: dict[str, str] = self._ask("POST", "element", {"using": "css selector", "value": selector})
        return found[_ELEMENT]

    def _ask(self, method: str, path: str, words: dict[str, Any] | None = None) -> Any:  # noqa: ANN401 - its answers
        answer = self._client.request(method, f"/session/{self._session}/{path}", json=words)
        assert answer.status_code == 200, answer.text
        return answer.json()["value"]


@contextmanager
def phone_browser(folder: Path, *, runs_scripts: bool = True, is_slow: bool = False) -> Iterator[PhoneBrowser]:
    """A browser with a fresh profile in ``folder``; gone when the block ends. Skips the test where there is none."""
    driver, browser = shutil.which("chromedriver"), shutil.which("chromium")
    if driver is None or browser is None:
        pytest.skip("chromium and chromedriver are not on this machine")
    folder.mkdir(parents=True, exist_ok=True)
    with _driver(driver, folder) as client:
        value = client.post("/session", json=_wanted(browser, folder)).json()["value"]
        assert "sessionId" in value, value
        try:
            phone = PhoneBrowser(client, value["sessionId"])
            phone.cdp(
                "Emulation.setDeviceMetricsOverride",
                width=WIDTH_PX,
                height=HEIGHT_PX,
                deviceScaleFactor=2,
                mobile=True,
            )
            if not runs_scripts:
                phone.cdp("Emulation.setScriptExecutionDisabled", value=True)
            if is_slow:
                phone.cdp("Network.enable")
                phone.cdp("Network.emulateNetworkConditions", **SLOW_LINE)
            yield phone
        finally:
            client.delete(f"/session/{value['sessionId']}")


def _wanted(browser: str, folder: Path) -> dict[str, Any]:
    words = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=id"]
    options = {"binary": browser, "args": [*words, f"--user-data-dir={folder / 'profile'}"]}
    return {"capabilities": {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": options}}}


@contextmanager
def _driver(driver: str, folder: Path) -> Iterator[httpx.Client]:
    """The driver on a port of its own choice."""
    with (folder / "driver.txt").open("w") as log:
        process = subprocess.Popen([driver, "--port=0"], stdout=subprocess.PIPE, stderr=log, text=True)
        assert process.stdout is not None
        try:
            line = next((line for line in process.stdout if "on port" in line and "started" in line), "")
            assert line, (folder / "driver.txt").read_text()
            port = int(line.rpartition("port")[2].strip(" .\n"))
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE_S, trust_env=False) as client:
                yield client
        finally:
            process.terminate()
            process.wait(30)
            process.stdout.close()
