"""How a device becomes known: one code, one device, the same answer to the same question."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from core.errors import Trouble
from core.ids import MAX_BLOCK
from core.signing import SigningKey
from server.exchange.enrol import code_from, code_hash
from server.http.limits import FREE_TRIES
from tests.kit.desk_wire import WireDesk
from tests.kit.manual_clock import ManualClock
from tests.kit.server import RunningServer, running_server


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def server(tmp_path: Path, clock: ManualClock) -> Iterator[RunningServer]:
    with running_server(tmp_path, clock=clock) as running:
        yield running


def code_of(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


def test_a_code_makes_a_device_known_and_tells_it_post_block_and_server(server: RunningServer) -> None:
    reply = WireDesk().enrol(server.url, server.new_code("SBY01", province="35"))
    assert (reply.post_code, reply.post_name, reply.province, reply.block) == ("SBY01", "Posko SBY01", "35", 1)
    assert bytes.fromhex(reply.server_key) == server.public_key
    assert bytes.fromhex(reply.lineage) == server.lineage
    assert reply.is_training


def test_every_code_of_a_post_carries_the_next_block(server: RunningServer) -> None:
    blocks = [WireDesk().enrol(server.url, server.new_code(post)).block for post in ("SBY01", "SBY01", "MLG01")]
    assert blocks == [1, 2, 1]


def test_after_a_chosen_block_the_next_free_one_follows(server: RunningServer) -> None:
    server.new_code("SBY01", block=7)
    assert WireDesk().enrol(server.url, server.new_code("SBY01")).block == 8


def test_a_block_is_never_given_twice(server: RunningServer) -> None:
    server.new_code("SBY01", block=3)
    with pytest.raises(Trouble) as caught:
        server.new_code("SBY01", block=3)
    assert caught.value.code == "SERVER_BLOCK_TAKEN"


def test_a_posts_province_stays_because_it_is_printed(server: RunningServer) -> None:
    server.new_code("SBY01", province="35")
    server.new_code("SBY01")
    with pytest.raises(Trouble) as caught:
        server.new_code("SBY01", province="31")
    assert caught.value.code == "SERVER_PROVINCE_FIXED"


@pytest.mark.parametrize("post", ["", "sby01", "A", "TOOLONGCODE1", "SBY 1", "SBY-1", "ÄB"])
def test_a_post_code_has_two_to_ten_capitals_or_digits(server: RunningServer, post: str) -> None:
    with pytest.raises(Trouble) as caught:
        server.new_code(post)
    assert caught.value.code == "SERVER_POST_CODE"


@pytest.mark.parametrize("province", ["3", "355", "0a", "05", "٣٥", "10", "20", "77", "99"])
def test_a_province_is_one_of_those_in_use(server: RunningServer, province: str) -> None:
    with pytest.raises(Trouble) as caught:
        server.new_code("SBY01", province=province)
    assert caught.value.code == "SERVER_PROVINCE"


def test_a_wrong_code_is_refused(server: RunningServer) -> None:
    assert code_of(WireDesk().try_enrol(server.url, "0000-0000-0000-0000")) == (403, "ENROL_CODE_WRONG")


def test_how_a_code_was_typed_does_not_matter(server: RunningServer) -> None:
    code = server.new_code()
    typed = f"  {code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} "
    assert WireDesk().enrol(server.url, typed).block == 1


def test_a_used_code_is_refused_for_another_device(server: RunningServer) -> None:
    code = server.new_code()
    WireDesk().enrol(server.url, code)
    assert code_of(WireDesk().try_enrol(server.url, code)) == (403, "ENROL_CODE_USED")


@pytest.mark.parametrize(("post", "province"), [("MLG01", "35"), ("SBY01", "31"), ("MLG01", ""), ("", "31")])
def test_the_code_of_another_post_is_refused_and_stays_good(server: RunningServer, post: str, province: str) -> None:
    desk, code = WireDesk(), server.new_code("SBY01", province="35")
    response = httpx.post(f"{server.url}/v1/enrol", json=desk.enrolment(code, post=post, province=province))
    assert code_of(response) == (409, "ENROL_OTHER_POST")
    assert response.json()["facts"] == {"post": "SBY01", "province": "35"}
    assert WireDesk().enrol(server.url, code).block == 1


def test_a_known_device_with_the_code_of_another_post_hears_whose_it_is(server: RunningServer) -> None:
    desk = WireDesk()
    desk.enrol(server.url, server.new_code("SBY01"))
    request = desk.enrolment(server.new_code("MLG01"), post="SBY01", province="35")
    assert code_of(httpx.post(f"{server.url}/v1/enrol", json=request)) == (409, "ENROL_OTHER_POST")


def test_a_device_that_names_its_post_is_enrolled_there(server: RunningServer) -> None:
    request = WireDesk().enrolment(server.new_code("SBY01"), post="SBY01", province="35")
    assert httpx.post(f"{server.url}/v1/enrol", json=request).json()["post_code"] == "SBY01"


@pytest.mark.parametrize("changed", [{"post_code": "SBY01"}, {"province": "31"}, {"post_code": "", "province": ""}])
def test_post_and_province_are_under_the_proof(server: RunningServer, changed: dict[str, str]) -> None:
    request = WireDesk().enrolment(server.new_code("SBY01"), post="MLG01", province="35") | changed
    assert code_of(httpx.post(f"{server.url}/v1/enrol", json=request)) == (400, "ENROL_PROOF")


def test_after_the_last_block_a_free_one_must_be_named(server: RunningServer) -> None:
    server.new_code("SBY01", block=MAX_BLOCK)
    with pytest.raises(Trouble) as caught:
        server.new_code("SBY01")
    assert caught.value.code == "SERVER_BLOCK"
    assert WireDesk().enrol(server.url, server.new_code("SBY01", block=1)).block == 1


def test_an_expired_code_is_refused(server: RunningServer, clock: ManualClock) -> None:
    code = server.new_code()
    clock.pass_s(14 * 24 * 3600 + 1)
    assert code_of(WireDesk().try_enrol(server.url, code)) == (403, "ENROL_CODE_EXPIRED")


def test_the_same_request_after_a_lost_answer_gets_the_same_answer(server: RunningServer, clock: ManualClock) -> None:
    desk, code = WireDesk(), server.new_code()
    first = desk.try_enrol(server.url, code)
    clock.pass_s(30 * 24 * 3600)
    assert desk.try_enrol(server.url, code).content == first.content


def test_a_device_may_come_back_with_a_new_code_of_its_post(server: RunningServer) -> None:
    desk = WireDesk()
    desk.enrol(server.url, server.new_code())
    assert desk.enrol(server.url, server.new_code()).block == 2


def test_a_device_cannot_change_its_post(server: RunningServer) -> None:
    desk = WireDesk()
    desk.enrol(server.url, server.new_code("SBY01"))
    assert code_of(desk.try_enrol(server.url, server.new_code("MLG01"))) == (409, "ENROL_DEVICE_KNOWN")


def test_nobody_takes_over_a_known_device_with_another_key(server: RunningServer) -> None:
    desk = WireDesk()
    desk.enrol(server.url, server.new_code())
    thief = WireDesk(device=desk.device)
    assert code_of(thief.try_enrol(server.url, server.new_code())) == (409, "ENROL_DEVICE_KNOWN")


def test_one_key_is_one_device(server: RunningServer) -> None:
    desk = WireDesk()
    desk.enrol(server.url, server.new_code())
    twin = WireDesk(key=desk.key)
    assert code_of(twin.try_enrol(server.url, server.new_code())) == (409, "ENROL_KEY_TAKEN")


def test_a_revoked_device_does_not_come_back(server: RunningServer) -> None:
    from server.store import enrolment

    desk = WireDesk()
    desk.enrol(server.url, server.new_code())
    with server.store.writing() as work:
        assert enrolment.revoke_device(work, desk.device, 1)
        assert not enrolment.revoke_device(work, desk.device, 2)
    assert code_of(desk.try_enrol(server.url, server.new_code())) == (403, "DEVICE_REVOKED")


def test_a_key_that_the_device_does_not_hold_is_refused_and_the_code_stays_good(server: RunningServer) -> None:
    desk, code = WireDesk(), server.new_code()
    forged = desk.enrolment(code, key=SigningKey.generate())
    assert code_of(httpx.post(f"{server.url}/v1/enrol", json=forged)) == (400, "ENROL_PROOF")
    assert desk.enrol(server.url, code).block == 1


@pytest.mark.parametrize("field", ["device", "public_key", "signature"])
def test_odd_text_in_a_field_is_refused(server: RunningServer, field: str) -> None:
    request = WireDesk().enrolment(server.new_code())
    request[field] = "x" * len(request[field])
    assert code_of(httpx.post(f"{server.url}/v1/enrol", json=request)) == (400, "ENROL_PROOF")


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"nope", b'{"code": 5}', b"[" * 4000, b"\xff\xfe", b"null"])
def test_any_other_json_is_refused(server: RunningServer, body: bytes) -> None:
    response = httpx.post(f"{server.url}/v1/enrol", content=body, headers={"Content-Type": "application/json"})
    assert code_of(response) == (400, "HTTP_SHAPE")


def test_a_huge_request_is_refused(server: RunningServer) -> None:
    response = httpx.post(f"{server.url}/v1/enrol", json={"code": "x" * 10_000})
    assert code_of(response) == (413, "HTTP_TOO_LARGE")


def test_a_real_desk_cannot_enrol_at_a_training_server(server: RunningServer) -> None:
    desk = WireDesk(is_training=False)
    assert code_of(desk.try_enrol(server.url, server.new_code())) == (409, "TRAINING_MISMATCH")


def test_guessing_codes_costs_time_and_an_honest_device_gets_in_after_it(
    server: RunningServer, clock: ManualClock
) -> None:
    for _ in range(FREE_TRIES + 1):
        WireDesk().try_enrol(server.url, "0000-0000-0000-0000")
    response = WireDesk().try_enrol(server.url, server.new_code())
    assert code_of(response) == (429, "ENROL_TOO_MANY_TRIES")
    clock.pass_s(int(response.headers["retry-after"]))
    assert WireDesk().try_enrol(server.url, server.new_code()).status_code == 200


@pytest.mark.one_engine  # looks into the file
def test_codes_are_stored_as_hashes_only(server: RunningServer) -> None:
    code = server.new_code()
    assert isinstance(server.settings.database, Path)
    raw = server.settings.database.read_bytes()
    assert code.encode() not in raw
    assert code.replace("-", "").encode() not in raw
    assert code_hash(code) in raw


def test_a_code_spells_all_eighty_bits() -> None:
    assert code_from(bytes(10)) == "0000-0000-0000-0000"
    assert code_from(b"\xff" * 10) == "ZZZZ-ZZZZ-ZZZZ-ZZZZ"
    assert len({code_from((1 << bit).to_bytes(10, "big")) for bit in range(80)}) == 80
