"""The examples in ``deploy/`` hold: the programs they are for read them, as far as those are on this machine."""

from __future__ import annotations

import re
import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
import yaml  # type: ignore[import-untyped]  # comes without types; only plain lists and maps are taken from it

from core.activation import SIGNS
from core.sentences import sentence
from core.wire.envelope import MAX_PACKED_BYTES, Problem
from server.config import DATA_VARIABLE, DATABASE_VARIABLE
from server.http.mailbox_routes import FREE_TRIES
from server.http.openapi import MAX_ENROL_BYTES, MAX_FORM_BYTES
from server.http.problems import problem_bytes
from server.serving import STOP_WITHIN_S
from tests.kit.authority import Authority
from tests.kit.desk_wire import EXCHANGE, WireDesk
from tests.kit.server_process import ROOT, server_process
from tests.server.test_metrics import code_for
from tools.server_lock import WINDOW_ONLY, server_lock

pytestmark = pytest.mark.one_engine

DEPLOY = ROOT / "deploy"
UNIT = DEPLOY / "posko-server@.service"

EXPOSED_AT_MOST = 2.0
"""Of 10, as ``systemd-analyze security`` counts; an unhardened service has 9 and more."""


def here(program: str) -> str:
    """Where this program is; without it the test is skipped, and says so."""
    place = shutil.which(program, path="/usr/sbin:/usr/bin:/sbin:/bin") or shutil.which(program)
    if place is None:
        pytest.skip(f"{program} is not on this machine")
    return place


# --- systemd --------------------------------------------------------------------------------------------------------


def test_systemd_reads_the_unit_without_a_word(tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("posko-server")
    place = tmp_path / "posko-server@8080.service"
    place.write_text(UNIT.read_text("utf-8").replace("/opt/posko/.venv/bin/posko-server", str(program)), "utf-8")
    done = subprocess.run(
        [here("systemd-analyze"), "verify", "--man=no", str(place)], capture_output=True, text=True, check=False
    )
    told = [line for line in done.stderr.splitlines() if "posko-server" in line]
    assert (done.returncode, told) == (0, [])


def test_the_unit_leaves_the_server_little_to_do_harm_with(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            here("systemd-analyze"),
            "security",
            "--offline=true",
            f"--threshold={EXPOSED_AT_MOST * 10:.0f}",
            "--no-pager",
            str(UNIT),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-300:]


def test_systemd_waits_longer_than_the_server_needs_to_end() -> None:
    unit = UNIT.read_text("utf-8")
    patience = re.search(r"TimeoutStopSec=(\d+)", unit)
    assert patience
    assert int(patience[1]) > STOP_WITHIN_S


def test_the_unit_and_its_settings_speak_the_servers_words() -> None:
    unit, example = UNIT.read_text("utf-8"), (DEPLOY / "server.env.example").read_text("utf-8")
    assert f"Environment={DATA_VARIABLE}=" in unit
    assert re.search(rf"^{DATABASE_VARIABLE}=postgresql://", example, re.MULTILINE)
    words = re.search(r"ExecStart=\S+ (.+)", unit)
    assert words
    assert accepted(words[1].replace("%i", "8080").split())


def accepted(words: list[str]) -> bool:
    """Whether the program takes this command line."""
    from server.arguments import parser

    return bool(parser().parse_args(words))


# --- containers -----------------------------------------------------------------------------------------------------


def compose() -> dict[str, Any]:
    text: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    return text


def test_only_nginx_can_be_reached_from_outside() -> None:
    services = compose()["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["nginx"]
    assert [name for name, service in services.items() if "outside" in service["networks"]] == ["nginx"]
    assert compose()["networks"]["inside"]["internal"] is True


def test_what_the_containers_use_is_there() -> None:
    services = compose()["services"]
    build = services["server"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).is_file()
    mounted = [volume.split(":")[0] for service in services.values() for volume in service.get("volumes", ())]
    assert [place for place in mounted if place.startswith("./") and not (DEPLOY / place).exists()] == []
    named = {place for place in mounted if re.fullmatch(r"\w+", place)}
    assert named == set(compose()["volumes"])


def test_the_dockerfile_copies_what_is_there_and_runs_a_command_that_exists() -> None:
    lines = (DEPLOY / "Dockerfile").read_text("utf-8").replace("\\\n", " ").splitlines()
    copied = [word for line in lines if re.match(r"COPY (?!--from)", line) for word in line.split()[1:-1]]
    assert copied
    assert [place for place in copied if not (ROOT / place).exists()] == []
    command = next(line for line in lines if line.startswith("CMD"))
    assert accepted(msgspec.json.decode(command.removeprefix("CMD "), type=list[str]))


def test_a_server_needs_nothing_of_what_its_lock_leaves_out() -> None:
    lock = server_lock((ROOT / "requirements.lock").read_text("utf-8"))
    assert not {name for name in WINDOW_ONLY if re.search(rf"^{name}==", lock, re.MULTILINE)}
    assert "\nlitestar==" in lock
    modules = ("PySide6", "shiboken6", "pypdfium2")
    blocked = f"import sys; sys.modules.update(dict.fromkeys({modules}))\n"
    wanted = "import server.__main__, server.commands, server.http.application, server.metrics_listener\n"
    subprocess.run([sys.executable, "-c", blocked + wanted], cwd=ROOT, check=True)


# --- nginx ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Proxied:
    """nginx with our example before a real server."""

    url: str
    client: httpx.Client
    data: Path


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as bound:
        port: int = bound.getsockname()[1]
        return port


def configured(folder: Path, server_port: int, port: int) -> Path:
    """The example with this machine's ports and paths in it."""
    example = (DEPLOY / "nginx.conf").read_text("utf-8")
    pem = folder / "server.pem"
    example = re.sub(r"listen \[::\].*\n", "\n", example)
    example = example.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
    example = example.replace("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;")
    example = re.sub(r"/etc/nginx/posko/\w+\.pem", str(pem), example)
    example = example.replace("/var/log/nginx/error.log", str(folder / "error.log"))
    upstream = (DEPLOY / "nginx-upstream.conf").read_text("utf-8").replace("8080", str(server_port))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = "".join(f"{kind}_temp_path {folder / kind};\n" for kind in kinds)
    place = folder / "nginx.conf"
    place.write_text(
        f"daemon off; pid {folder / 'nginx.pid'}; error_log {folder / 'error.log'}; events {{}}\n"
        f"http {{ access_log off; {folders} {upstream} {example} }}\n",
        "utf-8",
    )
    return place


@pytest.fixture
def proxied(tmp_path: Path) -> Iterator[Proxied]:
    nginx = here("nginx")
    authority = Authority(tmp_path)
    authority.server()
    port = free_port()
    with server_process(tmp_path / "data", "--metrics-port", "0") as server:
        place = configured(tmp_path, httpx.URL(server.url).port or 0, port)
        words = [nginx, "-p", str(tmp_path), "-c", str(place)]
        subprocess.run([*words, "-t", "-q"], check=True, timeout=30)
        process = subprocess.Popen(words)
        try:
            url = f"https://127.0.0.1:{port}"
            with httpx.Client(verify=ssl.create_default_context(cafile=authority.file), timeout=30) as client:
                until_open(port, process)
                yield Proxied(url, client, tmp_path / "data")
        finally:
            process.terminate()
            process.wait(30)


def until_open(port: int, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=30).close()
        except ConnectionRefusedError:
            continue
        return
    raise AssertionError("nginx did not start")


@pytest.mark.slow
def test_a_desk_works_through_nginx_and_reaches_nothing_else(proxied: Proxied) -> None:
    desk = WireDesk()
    enrolment = desk.enrolment(code_for(proxied.data))
    assert proxied.client.post(f"{proxied.url}/v1/enrol", json=enrolment).status_code == 200
    desk.register(1)
    desk_post = desk.request(desk.batch())
    headers = signed(desk, desk_post)
    answer = proxied.client.post(proxied.url + EXCHANGE, content=desk_post, headers=headers)
    assert desk.opened(answer).receipt.have_seq == 1
    assert answer.headers["strict-transport-security"]
    assert "server" not in answer.headers or "/" not in answer.headers["server"]
    assert "Bukan slip Posko" in proxied.client.get(f"{proxied.url}/S/ABC").text
    for path in ("/readyz", "/metrics", "/", "/v1", "/s/", "/s/a/b"):
        assert_problem(proxied.client.get(proxied.url + path), 404, "HTTP_NOT_FOUND")


def signed(desk: WireDesk, body: bytes) -> dict[str, str]:
    from core.wire.codec import CONTENT_TYPE
    from core.wire.http_signature import signed_headers

    return {"Content-Type": CONTENT_TYPE, **signed_headers(desk.key, "POST", EXCHANGE, body)}


def assert_problem(response: httpx.Response, status: int, code: str) -> None:
    problem = msgspec.json.decode(response.content, type=Problem)
    assert (response.status_code, problem.status, problem.code) == (status, status, code)
    assert response.headers["content-type"] == "application/problem+json"
    assert response.content == problem_bytes(status, code, **problem.facts), "nginx says it in the program's words"


@pytest.mark.slow
def test_what_nginx_refuses_is_a_problem_in_the_programs_words(proxied: Proxied) -> None:
    client, url = proxied.client, proxied.url
    assert_problem(client.post(url + EXCHANGE, content=bytes(MAX_PACKED_BYTES + 1)), 413, "HTTP_TOO_LARGE")
    assert_problem(client.post(f"{url}/v1/enrol", content=bytes(MAX_ENROL_BYTES + 1)), 413, "HTTP_TOO_LARGE")
    answers = [client.post(f"{url}/v1/enrol", json={}) for _ in range(14)]
    limited = [answer for answer in answers if answer.status_code == 429]
    assert limited
    assert_problem(limited[0], 429, "ENROL_TOO_MANY_TRIES")
    assert limited[0].headers["retry-after"] == "60"


@pytest.mark.slow
def test_nobody_gets_more_guesses_by_naming_other_clients(proxied: Proxied) -> None:
    page = f"{proxied.url}/aktivasi"
    assert proxied.client.get(f"{proxied.url}/AKTIVASI").text == proxied.client.get(page).text
    for number, sign in enumerate(SIGNS[: FREE_TRIES + 1]):
        headers = {"X-Forwarded-For": f"203.0.113.{number}"}
        assert proxied.client.post(page, data={"code": f"K7QM-2XRT-9DH{sign}"}, headers=headers).status_code == 200
    assert proxied.client.post(page, data={"code": "K7QM-2XRT-9DHY"}).status_code == 429
    assert "Kotak e-mail Anda" in proxied.client.get(f"{proxied.url}/kotak").text
    large = proxied.client.post(page, content=bytes(MAX_FORM_BYTES + 1))
    assert (large.status_code, large.headers["content-type"]) == (413, "text/html; charset=utf-8")
    assert sentence("PAGE_REFUSED_LARGE") in large.text, "nginx says it in the program's words"


@pytest.mark.slow
def test_a_server_that_is_gone_is_busy_to_its_desks(tmp_path: Path) -> None:
    nginx = here("nginx")
    authority = Authority(tmp_path)
    authority.server()
    port = free_port()
    place = configured(tmp_path, free_port(), port)
    process = subprocess.Popen([nginx, "-p", str(tmp_path), "-c", str(place)])
    try:
        until_open(port, process)
        with httpx.Client(verify=ssl.create_default_context(cafile=authority.file)) as client:
            answer = client.get(f"https://127.0.0.1:{port}/healthz")
            pages = [
                client.get(f"https://127.0.0.1:{port}/{name}") for name in ("aktivasi", "AKTIVASI", "kotak", "s/ABC")
            ]
    finally:
        process.terminate()
        process.wait(30)
    assert_problem(answer, 503, "HTTP_BUSY")
    for told in (answer, *pages):
        assert (told.status_code, told.headers["retry-after"]) == (503, "5")
    for page in pages:
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert "coba sekali lagi; mengulang tidak merusak apa pun" in page.text


def test_the_paper_names_every_example() -> None:
    paper = (ROOT / "docs" / "operations.md").read_text("utf-8")
    assert [file.name for file in DEPLOY.iterdir() if f"deploy/{file.name}" not in paper] == []
