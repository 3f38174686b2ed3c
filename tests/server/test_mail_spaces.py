"""Names of regional mailboxes: each life of a device has a tag that nobody else has, or none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.mail_space import FIRST_TAG, tag_no
from core.signing import Purpose, is_signed
from core.wire.envelope import PROTOCOL, ExchangeRequest, MailSpace, mail_space_message
from server.mail_settings import MailSettings
from server.store import mail_spaces
from server.store.mail_spaces import LOST_TAGS
from tests.kit.at_once import at_once
from tests.kit.lasting_server import LastingServer
from tests.kit.mail_desk import DOMAIN, MailDesk
from tests.kit.server import RunningServer, running_server

REGIONAL = MailSettings(domain=DOMAIN)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with running_server(tmp_path, mail=REGIONAL) as running:
        yield running


def is_vouched_for(server: RunningServer, space: MailSpace) -> bool:
    message = mail_space_message(space.stream, space.domain, space.tag)
    return is_signed(server.public_key, Purpose.MAIL_SPACE, message, space.signature)


def test_a_desk_gets_names_at_its_first_contact_with_the_servers_word_and_is_not_told_again(
    server: RunningServer,
) -> None:
    desk = MailDesk.enrolled(server)
    space = desk.meet().mail_space
    assert space is not None
    assert (space.stream, space.domain, space.tag) == (desk.wire.stream, DOMAIN, "22")
    assert is_vouched_for(server, space)
    assert desk.meet().mail_space is None
    desk.help()
    assert desk.meet().mail_space is None


def test_a_desk_whose_answer_was_lost_is_told_the_same_again(server: RunningServer) -> None:
    desk = MailDesk.enrolled(server)
    assert desk.say(None).mail_space == desk.say(None).mail_space == desk.meet().mail_space is not None


def test_a_desk_gets_names_with_the_answer_to_a_batch(server: RunningServer) -> None:
    desk = MailDesk.enrolled(server)
    desk.help()
    space = desk.meet().mail_space
    assert space is not None
    assert space.tag == "22"


def test_the_newest_life_is_meant_where_none_is_named(server: RunningServer) -> None:
    desk = MailDesk.enrolled(server)
    request = desk.wire.codec.pack(ExchangeRequest(PROTOCOL, is_training=True, cursor=0, mail_domain=""))
    space = desk.wire.opened(desk.wire.post_bytes(server.url, request)).mail_space
    assert space is not None
    assert space.stream == desk.wire.stream


def test_a_desk_that_gives_out_no_mailboxes_is_told_nothing(server: RunningServer) -> None:
    desk = MailDesk.enrolled(server)
    assert desk.wire.poll(server.url).mail_space is None
    with server.store.reading() as work:
        assert mail_spaces.spaces_of(work, desk.wire.stream) == ()


def test_each_desk_has_a_tag_of_its_own_whoever_comes_at_the_same_instant(server: RunningServer) -> None:
    desks = [MailDesk.enrolled(server, post) for post in ("SBY01", "SBY01", "MLG01", "MLG01", "JMB01", "JMB01")]
    assert at_once([lambda desk=desk: desk.meet() for desk in desks]) == []  # type: ignore[misc]  # bound at once
    assert sorted(desk.tag for desk in desks) == ["22", "23", "24", "25", "26", "27"]


def test_behind_a_tag_whose_figures_end_comes_the_next_without_0_and_1(server: RunningServer) -> None:
    desk, other = MailDesk.enrolled(server), MailDesk.enrolled(server)
    with server.store.reading() as work:
        assert mail_spaces.highest_tag(work) < FIRST_TAG
    desk.reserve(desk.help(), f"siti.29@{DOMAIN}")  # as granted by a life that was lost
    desk.meet()
    other.meet()
    assert other.tag == "32"


def test_a_restored_desk_gets_other_names_with_its_first_events_and_none_before(server: RunningServer) -> None:
    desk = MailDesk.enrolled(server)
    desk.meet()
    restored = MailDesk(server, desk.wire.reborn())
    assert restored.meet().mail_space is None
    restored.help()
    assert restored.meet().mail_space is not None
    assert (desk.tag, restored.tag) == ("22", "23")


def test_a_server_without_a_domain_gives_out_no_names(tmp_path: Path) -> None:
    with running_server(tmp_path) as server:
        desk = MailDesk.enrolled(server)
        assert desk.meet().mail_space is None


def test_a_desk_hears_that_the_domain_is_gone_and_that_it_is_back(tmp_path: Path) -> None:
    with running_server(tmp_path, mail=REGIONAL) as server:
        desk = MailDesk.enrolled(server)
        desk.meet()
    with running_server(tmp_path) as server:
        desk.server = server
        space = desk.meet().mail_space
        assert space is not None
        assert (space.stream, space.domain, space.tag) == (desk.wire.stream, "", "")
        assert is_vouched_for(server, space)
        assert desk.meet().mail_space is None
    with running_server(tmp_path, mail=REGIONAL) as server:
        desk.server = server
        desk.meet()
        assert (desk.domain, desk.tag) == (DOMAIN, "22")


def test_another_domain_keeps_each_desks_tag(tmp_path: Path) -> None:
    with running_server(tmp_path, mail=REGIONAL) as server:
        first, second = MailDesk.enrolled(server), MailDesk.enrolled(server)
        first.meet()
        second.meet()
    with running_server(tmp_path, mail=MailSettings(domain="surat.contoh.test")) as server:
        for desk in (second, first):
            desk.server = server
            desk.meet()
        third, forgotten = MailDesk.enrolled(server), MailDesk.enrolled(server)
        third.meet()
        forgotten.domain, forgotten.tag = DOMAIN, "25"  # as granted by a life that was lost
        forgotten.meet()
        assert tag_no(int(forgotten.tag)) > tag_no(int(third.tag)) + LOST_TAGS
        assert [(desk.domain, desk.tag) for desk in (first, second, third)] == [
            ("surat.contoh.test", "22"),
            ("surat.contoh.test", "23"),
            ("surat.contoh.test", "24"),
        ]


def test_a_server_put_back_from_a_backup_leaves_out_every_tag_that_a_forgotten_desk_may_have(
    server: RunningServer,
) -> None:
    known, forgotten, also = (MailDesk.enrolled(server) for _ in range(3))
    known.meet()
    for tag, desk in (("23", forgotten), ("24", also)):
        desk.domain, desk.tag = DOMAIN, tag  # as granted by the life that was lost
        desk.meet()
    other = MailDesk.enrolled(server)
    other.meet()
    behind = [tag_no(int(desk.tag)) - tag_no(int(known.tag)) - LOST_TAGS for desk in (forgotten, also, other)]
    assert behind == [1, 2, 3]


def test_a_forgotten_further_life_of_a_desk_is_heard_before_it_has_sent_anything(server: RunningServer) -> None:
    desk = MailDesk.enrolled(server)
    desk.meet()
    reborn = MailDesk(server, desk.wire.reborn(), domain=DOMAIN, tag="23")  # as granted by the life that was lost
    reborn.meet()
    assert tag_no(int(reborn.tag)) > tag_no(int(desk.tag)) + LOST_TAGS


def test_a_server_without_its_database_gives_nobody_a_name_that_is_out(tmp_path: Path) -> None:
    with LastingServer(tmp_path / "server", mail=REGIONAL) as lasting:
        first, second = MailDesk.enrolled(lasting.now), MailDesk.enrolled(lasting.now)
        for desk in (first, second):
            desk.meet()
        place = first.reserve(first.help(), first.address("siti"))
        lasting.lose_everything_but_the_key()
        new = MailDesk.enrolled(lasting.now, "MLG01")
        new.meet()
        for desk in (second, first):  # not in the order of the first time
            desk.server = lasting.now
            desk.wire.enrol(lasting.now.url, lasting.now.new_code())
            desk.meet()
        assert first.words(place) == ["MAILBOX_READY"]
        assert min(tag_no(int(desk.tag)) for desk in (first, second, new)) >= tag_no(FIRST_TAG) + LOST_TAGS


def test_a_device_cannot_ask_for_names_of_another(server: RunningServer) -> None:
    desk, other = MailDesk.enrolled(server), MailDesk.enrolled(server)
    foreign = replace(desk, wire=replace(desk.wire, device=other.wire.device))
    response = foreign.wire.post_bytes(
        server.url,
        foreign.wire.codec.pack(
            ExchangeRequest(PROTOCOL, is_training=True, cursor=0, stream=other.wire.stream, mail_domain="")
        ),
    )
    assert response.status_code != 200
    with server.store.reading() as work:
        assert mail_spaces.highest_tag(work) < FIRST_TAG
