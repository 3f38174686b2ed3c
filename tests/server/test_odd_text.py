"""Text that not every engine can keep: the event stays byte for byte, the row has it as far as it can be shown."""

from __future__ import annotations

import base64

import msgspec

from core.wire.codec import encode
from core.wire.records import RegisteredBody
from tests.kit.desk_wire import WireDesk, person, registered
from tests.kit.enrolled import server_has
from tests.kit.server import RunningServer

ODD = "Siti\0 \\N \t\u200b\U0001f600 'x\" %s"


def odd_body(number: int) -> RegisteredBody:
    body = registered(number, registration_no=f"35-SBY01-\0{number}", documents=(ODD,))
    return msgspec.structs.replace(
        body, person=msgspec.structs.replace(person(number), nik="35780815089000\0001", name_on_id=ODD)
    )


def test_an_odd_letter_keeps_no_desk_from_sending(server: RunningServer) -> None:
    desk = WireDesk()
    desk.enrol(server.url, server.new_code())
    for number in range(1, 8):
        desk.add("registered", encode(odd_body(number)))
    desk.add("some\0thing", b"\0")
    assert desk.exchange(server.url).receipt.have_seq == 8
    assert desk.exchange(server.url, 3).receipt.have_seq == 8
    assert {row["name_on_id"] for row in server_has(server)} == {ODD.replace("\0", "\ufffd")}
    events = server_has(server, "events")
    assert base64.b64decode(events[0]["body_base64"]) == encode(odd_body(1))
    assert events[7]["kind"] == "some\ufffdthing"
