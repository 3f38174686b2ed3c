"""The preset dictionaries of the wire: frozen once released, built from invented people, known at both ends."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

import resources
from app.main import codec
from core.wire.codec import MAGIC, VERSION, Codec, Malformed, decode
from core.wire.envelope import EventUp, ExchangeReply, ExchangeRequest
from core.wire.records import RegisteredBody, RepeatedBody, ReprintedBody
from server.exchange.centre import bundled_codec
from tests.kit.desk_wire import WireDesk
from tests.kit.server import running_server
from tools import make_dictionary

RELEASED = {
    1: "232e6b5d1ab651b2a5922dc692796603f9b020f53f118828ebd7c03882e3f711",
}
"""Number -> SHA-256. A line is added for a new dictionary; none is ever changed or taken out."""

FOLDER = resources.path("dictionaries")
DAY = Path(__file__).parents[1] / "data" / "hari_182.jsonl"

Body = type[RegisteredBody] | type[RepeatedBody] | type[ReprintedBody]
BODIES: dict[str, Body] = {
    "registered": RegisteredBody,
    "repeated": RepeatedBody,
    "slip_reprinted": ReprintedBody,
}


def request_of(desk: WireDesk) -> ExchangeRequest:
    return desk.codec.unpack(desk.request(desk.batch()), ExchangeRequest)


# --- released means frozen ----------------------------------------------------------------------------------------
def test_every_dictionary_ever_released_is_there_unchanged() -> None:
    found = {int(file.stem): hashlib.sha256(file.read_bytes()).hexdigest() for file in FOLDER.glob("*.zdict")}
    assert found == RELEASED


def test_the_tool_builds_the_same_bytes_again() -> None:
    assert make_dictionary.dictionary() == resources.read("dictionaries", f"{make_dictionary.NUMBER}.zdict")


@pytest.mark.parametrize("number", RELEASED)
def test_deflate_can_look_back_over_the_whole_dictionary(number: int) -> None:
    assert len(resources.read("dictionaries", f"{number}.zdict")) <= make_dictionary.MOST_BYTES == 32 * 1024


# --- what it is made of -------------------------------------------------------------------------------------------
def test_it_is_made_of_messages_that_the_program_understands() -> None:
    answer, few, many = make_dictionary.messages()
    assert decode(answer, ExchangeReply).outcomes[1].code == "NIK_ELSEWHERE"
    events = [event for message in (few, many) for event in events_of(message)]
    assert [event.kind for event in events] == ["repeated", "slip_reprinted", *["registered"] * make_dictionary.PEOPLE]
    for event in events:
        decode(event.body, BODIES[event.kind])


def events_of(message: bytes) -> tuple[EventUp, ...]:
    batch = decode(message, ExchangeRequest).batch
    assert batch is not None
    return batch.events


def test_its_people_stand_in_the_fields_they_belong_to() -> None:
    last = list(make_dictionary.messages())[-1]
    bodies = [decode(event.body, RegisteredBody) for event in events_of(last)]
    assert {body.outcome for body in bodies} == {"registered", "waiting_list", "incomplete", "not_eligible"}
    for body in bodies:
        person = body.person
        assert re.fullmatch(r"\d{16}", person.nik)
        assert re.fullmatch(r"\d{16}", person.family_card_no)
        assert re.fullmatch(r"\d\d\.\d\d\.\d\d\.\d{4}", person.village_code)
        assert re.fullmatch(r"\d{3}/\d{3}", person.rt_rw)
        assert re.fullmatch(r"\+628\d{10}", person.mobile)
        assert person.citizenship == "WNI"
        assert bool(body.registration_no) == (body.outcome in {"registered", "waiting_list"})


def test_nobody_of_the_measured_day_is_in_it() -> None:
    people = [json.loads(line) for line in DAY.read_text("utf-8").splitlines()]
    names = {word for one in people for word in re.findall(r"[A-Z]{3,}", str(one["name_on_id"]).upper())}
    streets = {re.sub(r"^\w+\. | NO\..*", "", str(one["id_address"]).upper()) for one in people}
    trainings = {str(one["answers"]["training"]).upper() for one in people}
    words = names | streets | trainings
    assert len(words) > 70
    built = make_dictionary.dictionary().decode("latin-1").upper()
    assert [word for word in sorted(words) if re.search(rf"\b{re.escape(word)}\b", built)] == []


# --- what it is for -----------------------------------------------------------------------------------------------
def test_both_ends_write_with_the_newest() -> None:
    assert codec() == bundled_codec()
    assert codec().best == max(RELEASED)


def test_a_single_registration_costs_at_most_two_thirds_with_it() -> None:
    desk = WireDesk()
    desk.register(1)
    message = request_of(desk)
    assert len(codec().pack(message)) <= len(Codec({}).pack(message)) * 2 / 3


def test_a_message_packed_with_it_comes_back_whole() -> None:
    desk = WireDesk()
    desk.register(1)
    message = request_of(desk)
    assert codec().unpack(codec().pack(message), ExchangeRequest) == message


def test_a_desk_that_lacks_the_newest_is_answered_in_its_own(tmp_path: Path) -> None:
    newer = Codec({**codec().dictionaries, 2: b"a dictionary of the future"}, best=2)
    with running_server(tmp_path, codec=newer) as server:
        for own in (Codec({}), codec()):
            desk = WireDesk(codec=own)
            desk.enrol(server.url, server.new_code())
            desk.register(1)
            answer = desk.post_bytes(server.url, desk.request(desk.batch())).content
            assert answer[:5] == MAGIC + bytes([VERSION, own.best])
            assert own.unpack(answer, ExchangeReply).receipt.have_seq == 1


def test_a_number_that_nobody_has_released_is_refused_by_name() -> None:
    desk = WireDesk()
    desk.register(1)
    unknown = Codec({9: b"nobody knows this"}, best=9).pack(request_of(desk))
    with pytest.raises(Malformed) as caught:
        codec().unpack(unknown, ExchangeRequest)
    assert (caught.value.code, caught.value.detail) == ("MESSAGE_DICTIONARY", "9")
