"""What operators see of a running server: one line a request, counters for Prometheus; never anybody's data."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from core.signing import key_id
from server.codes import ServerCode
from server.logs import PlainLines
from tests.kit.desk_wire import NO_TLS, WireDesk, person
from tests.kit.privacy_search import texts_of
from tests.kit.server_process import ServerProcess, command, server_process

pytestmark = [pytest.mark.slow, pytest.mark.one_engine]

MEASURED = ("--metrics-port", "0")


def lines_of(data: Path) -> list[dict[str, Any]]:
    """The log so far, every whole line of which is a JSON object."""
    whole = (data / "stderr.txt").read_text("utf-8").rpartition("\n")[0]
    return [json.loads(line) for line in whole.splitlines()]


def requests_in(data: Path) -> list[dict[str, Any]]:
    return [line for line in lines_of(data) if line["event"] == "request"]


def metrics_url(data: Path) -> str:
    url: str = next(line["url"] for line in lines_of(data) if line["event"] == "metrics")
    return url


def scraped(data: Path) -> dict[str, float]:
    """Every sample by its name and labels, as Prometheus reads it."""
    response = httpx.get(metrics_url(data), verify=NO_TLS)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/plain; version=1.0.0")
    families = text_string_to_metric_families(response.text)
    return {
        sample.name + "".join(f" {name}={text}" for name, text in sorted(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }


def code_for(data: Path, post: str = "SBY01") -> str:
    code: str = json.loads(command("enrol-code", "--post", post, "--post-name", "X", "--json", data=data).stdout)[
        "code"
    ]
    return code


@pytest.fixture
def day(tmp_path: Path) -> Iterator[tuple[ServerProcess, WireDesk, Path]]:
    """A server that has taken three registrations, one of them twice, and refused a few requests."""
    with server_process(tmp_path, *MEASURED) as server:
        desk = WireDesk()
        desk.enrol(server.url, code_for(tmp_path))
        for number in (1, 2, 3):
            desk.register(number)
        desk.exchange(server.url, last_seq=2)
        desk.exchange(server.url, first_seq=2)
        desk.poll(server.url)
        desk.post_bytes(server.url, b"no message")
        WireDesk().post_bytes(server.url, desk.request(None))
        stranger = WireDesk()
        stranger.try_enrol(server.url, person(2).nik)
        planted = f"{server.url}/v1/{person(1).nik}?name={person(1).name_on_id}"
        httpx.get(planted, verify=NO_TLS, headers={"User-Agent": person(3).name_on_id})
        until_logged(tmp_path, 8)
        yield server, desk, tmp_path


def until_logged(data: Path, count: int) -> None:
    """A request is counted, then logged, when its answer has left: wait until so many are."""
    deadline_s = time.monotonic() + 30
    while len(requests_in(data)) < count:
        assert time.monotonic() < deadline_s, "too few lines"


def test_every_request_has_one_line_with_what_operators_need(day: tuple[ServerProcess, WireDesk, Path]) -> None:
    _, desk, data = day
    key = key_id(desk.key.public).hex()[:8]
    told = requests_in(data)
    assert [(line["route"], line["status"], line.get("problem")) for line in told] == [
        ("/v1/enrol", 200, None),
        ("/v1/exchange", 200, None),
        ("/v1/exchange", 200, None),
        ("/v1/exchange", 200, None),
        ("/v1/exchange", 400, "MESSAGE_MAGIC"),
        ("/v1/exchange", 401, "DEVICE_UNKNOWN"),
        ("/v1/enrol", 403, "ENROL_CODE_WRONG"),
        ("-", 404, "HTTP_NOT_FOUND"),
    ]
    assert [line["device_key"] for line in told[:5]] == [key] * 5
    assert [line["post"] for line in told[:5]] == ["SBY01"] * 5
    assert [line.get("events") for line in told[1:4]] == [2, 1, None]
    for line in told:
        assert {"at", "level", "source", "method", "ms", "bytes_up", "bytes_down"} <= set(line)
        assert line["ms"] >= 0
        assert line["bytes_down"] > 0


def test_neither_log_nor_metrics_hold_anybodys_data(day: tuple[ServerProcess, WireDesk, Path]) -> None:
    server, desk, data = day
    metrics = httpx.get(metrics_url(data), verify=NO_TLS).text
    server.stop()
    log = (data / "stderr.txt").read_text("utf-8")
    planted = {text for number in (1, 2, 3) for text in texts_of(vars_of(number)) if len(text) >= 8}
    assert len(planted) >= 9
    for text in (*planted, str(desk.device), desk.key.public.hex()):
        assert text not in log
        assert text not in metrics
    assert "SBY01" not in metrics, "posts are no labels"


def vars_of(number: int) -> dict[str, object]:
    return {name: getattr(person(number), name) for name in person(number).__struct_fields__}


def test_the_metrics_count_what_happened(day: tuple[ServerProcess, WireDesk, Path]) -> None:
    _, _, data = day
    told = scraped(data)
    assert told["posko_requests_total method=POST route=/v1/exchange status=200"] == 3
    assert told["posko_requests_total method=GET route=- status=404"] == 1
    assert told["posko_request_seconds_count route=/v1/exchange"] == 5
    assert told["posko_events_taken_total"] == 3
    assert told["posko_event_outcomes_total outcome=accepted"] == 3
    assert told["posko_event_outcomes_total outcome=duplicate"] == 1
    assert told["posko_problems_total code=MESSAGE_MAGIC"] == 1
    assert told["posko_problems_total code=ENROL_CODE_WRONG"] == 1
    assert told["posko_requests_under_way"] == 0
    assert told["posko_store_seconds_count kind=write"] >= 2
    assert told["posko_store_seconds_count kind=read"] >= 4
    assert told["process_start_time_seconds"] > 1_577_836_800
    build = next(name for name in told if name.startswith("posko_build_info"))
    assert re.search(r"engine=sqlite protocol=1 version=\d+\.\d+", build)


def test_the_desks_door_shows_no_metrics_and_the_other_door_shows_nothing_else(
    day: tuple[ServerProcess, WireDesk, Path],
) -> None:
    server, _, data = day
    assert httpx.get(f"{server.url}/metrics", verify=NO_TLS).status_code == 404
    door = metrics_url(data).removesuffix("/metrics")
    assert httpx.get(f"{door}/healthz", verify=NO_TLS).status_code == 404
    assert httpx.post(f"{door}/metrics", verify=NO_TLS).status_code == 405
    assert httpx.URL(door).host == "127.0.0.1"


def test_a_taken_metrics_port_is_said_and_nothing_is_served(tmp_path: Path) -> None:
    with server_process(tmp_path / "one", *MEASURED):
        port = str(httpx.URL(metrics_url(tmp_path / "one")).port)
        done = command("run", "--training", "--port", "0", "--metrics-port", port, data=tmp_path / "two")
    assert (done.returncode, done.stdout) == (3, "")
    assert port in done.stderr


def test_a_balancers_questions_are_not_logged_while_the_answer_is_good(tmp_path: Path) -> None:
    with server_process(tmp_path) as server:
        for path in ("/healthz", "/readyz"):
            assert httpx.get(server.url + path, verify=NO_TLS).status_code == 200
        httpx.get(f"{server.url}/openapi.json", verify=NO_TLS)
    assert [line["route"] for line in requests_in(tmp_path)] == ["/openapi.json"]


def test_plain_lines_say_the_same_to_a_person_at_a_terminal(tmp_path: Path) -> None:
    with server_process(tmp_path, "--log-format", "text") as server:
        httpx.get(f"{server.url}/{person(1).nik}", verify=NO_TLS)
    log = (tmp_path / "stderr.txt").read_text("utf-8")
    assert re.search(r"request method=GET route=- status=404 ms=[0-9.]+ .*problem=HTTP_NOT_FOUND", log)
    assert person(1).nik not in log


def test_the_text_of_an_exception_is_in_no_line(caplog: pytest.LogCaptureFixture) -> None:
    import logging

    log = logging.getLogger("posko.server.test")
    try:
        raise ValueError(person(1).nik)
    except ValueError:
        log.exception("bug")
    record = caplog.records[0]
    record.exc_text = None
    text = PlainLines().format(record)
    assert "ValueError in test_the_text_of_an_exception_is_in_no_line" in text
    assert person(1).nik not in text


def test_an_unknown_log_format_is_refused(tmp_path: Path) -> None:
    done = command("run", "--log-format", "xml", data=tmp_path)
    assert done.returncode == 2
    assert ServerCode.COMMAND_LINE not in done.stderr, "a sentence, no code"
