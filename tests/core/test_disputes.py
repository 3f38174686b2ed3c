"""Two desks and one registration: different fields merge, one field differs in the open, nothing said is gone."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.disputes import NUMBER, Act, Told, told
from core.moves import Move, moved
from core.wire.events import event_uid, record_uid
from core.wire.records import (
    Answer,
    CorrectedBody,
    JudgementBody,
    PapersAddedBody,
    RegisteredBody,
    SettledBody,
    WithdrawnBody,
)
from tests.kit.desk_wire import registered

BODY = registered(1, typed={"birth_date": "15-08-1990"})
FIELDS = ("mobile", "birth_place", "answers.children")
STREAMS = tuple(bytes([number]) * 20 for number in (1, 2, 3))


def judgement(number: str = "", outcome: str = "registered") -> JudgementBody:
    return JudgementBody(outcome, "TERDAFTAR", number, (), "1")


@dataclass
class Post:
    """Desks of one post that write about one registration, each with what it has seen, and the server's order."""

    seen: dict[bytes, set[bytes]] = field(default_factory=dict)
    sent: dict[bytes, int] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)
    feed: list[Act] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.write(0, BODY)
        self.push(0)
        for desk in range(len(STREAMS)):
            self.pull(desk)

    @property
    def record(self) -> bytes:
        first = self.acts[0]
        return record_uid(first.stream, 1, first.at_ms).bytes

    def own(self, desk: int) -> list[Act]:
        return [act for act in self.acts if act.stream == STREAMS[desk]]

    def known(self, desk: int) -> list[Act]:
        """What a desk knows, in the order in which it tells it: numbered by the server, then its own."""
        seen = self.seen.setdefault(STREAMS[desk], set())
        numbered = [act for act in self.feed if act.uid in seen]
        return numbered + [act for act in self.own(desk) if act not in self.feed]

    def write(self, desk: int, body: RegisteredBody | Move | None) -> Act:
        """A desk's act; like the real one it names the last act it has seen of each stream."""
        stream, seq = STREAMS[desk], len(self.own(desk)) + 1
        last = {act.stream: act.uid for act in sorted(self.known(desk), key=lambda act: act.seq)}
        at_ms = 1_000 + len(self.acts)
        act = Act(stream, seq, event_uid(stream, seq, at_ms).bytes, tuple(last.values()), at_ms, body)
        self.acts.append(act)
        self.seen.setdefault(stream, set()).add(act.uid)
        return act

    def push(self, desk: int) -> None:
        self.feed += [act for act in self.own(desk) if act not in self.feed]

    def pull(self, desk: int) -> None:
        self.seen.setdefault(STREAMS[desk], set()).update(act.uid for act in self.feed)

    def told(self, desk: int) -> Told:
        return tell(self.record, self.known(desk))

    def at_the_server(self) -> Told:
        return tell(self.record, self.feed)

    def meet(self) -> None:
        """Everything reaches everybody."""
        for desk in range(len(STREAMS)):
            self.push(desk)
        for desk in range(len(STREAMS)):
            self.pull(desk)


def tell(record: bytes, acts: Sequence[Act]) -> Told:
    anew = told(record, acts)
    assert anew is not None
    return anew


def correction(
    values: Mapping[str, str], answers: Mapping[str, Answer] | None = None, number: str = ""
) -> CorrectedBody:
    return CorrectedBody(dict(values), dict(answers or {}), {}, judgement(number), "Salah baca", "Rina")


def spoken(name: str, value: str) -> CorrectedBody:
    """A correction of a field or of an answer."""
    is_answer = name.startswith("answers.")
    return correction({}, {"children": value}) if is_answer else correction({name: value})


def claimed(one: Told) -> dict[str, list[Answer]]:
    return {dispute.field: [claim.text for claim in dispute.claims] for dispute in one.disputes}


def test_different_fields_are_both_kept() -> None:
    post = Post()
    post.write(0, correction({"mobile": "+62811"}))
    post.write(1, correction({"birth_place": "MALANG"}))
    post.meet()
    one = post.at_the_server()
    assert (one.body.person.mobile, one.body.person.birth_place) == ("+62811", "MALANG")
    assert one.disputes == ()


@pytest.mark.parametrize(("first", "shown"), [(0, "+62822"), (1, "+62811")])
def test_one_field_shows_what_the_server_heard_last_and_keeps_both(first: int, shown: str) -> None:
    post = Post()
    post.write(0, correction({"mobile": "+62811"}))
    post.write(1, correction({"mobile": "+62822"}))
    post.push(first)
    post.meet()
    one = post.at_the_server()
    assert one.body.person.mobile == shown
    assert sorted(map(str, claimed(one)["mobile"])) == ["+62811", "+62822"]
    assert one.disputes[0].shown.text == shown


def test_what_the_server_has_not_numbered_is_shown_at_its_own_desk() -> None:
    post = Post()
    post.write(0, correction({"mobile": "+62811"}))
    post.write(1, correction({"mobile": "+62822"}))
    post.push(1)
    post.pull(0)
    assert post.told(0).body.person.mobile == "+62811"
    assert claimed(post.told(0)) == {"mobile": ["+62822", "+62811"]}


def test_the_same_text_twice_is_no_dispute() -> None:
    post = Post()
    for desk in (0, 1):
        post.write(desk, correction({"mobile": "+62811"}))
    post.meet()
    assert post.at_the_server().disputes == ()


def test_whoever_had_seen_both_settles_by_a_correction() -> None:
    post = Post()
    for desk in (0, 1):
        post.write(desk, correction({"mobile": f"+6281{desk}"}))
    post.meet()
    post.write(2, correction({"mobile": "+62819"}))
    post.meet()
    one = post.at_the_server()
    assert (one.body.person.mobile, one.disputes) == ("+62819", ())


def test_whoever_had_seen_one_of_them_does_not_settle() -> None:
    post = Post()
    post.write(0, correction({"mobile": "+62811"}))
    post.write(1, correction({"mobile": "+62822"}))
    post.push(0)
    post.pull(2)
    post.write(2, correction({"mobile": "+62833"}))
    post.meet()
    assert claimed(post.at_the_server()) == {"mobile": ["+62822", "+62833"]}


def test_sight_goes_through_acts_that_move_nothing() -> None:
    post = Post()
    post.write(0, correction({"mobile": "+62811"}))
    post.write(0, None)
    post.meet()
    later = post.write(1, correction({"mobile": "+62822"}))
    assert later.base == (post.acts[2].uid,)
    post.meet()
    assert post.at_the_server().disputes == ()


def test_a_settlement_names_what_it_was_chosen_between() -> None:
    post = Post()
    for desk in (0, 1):
        post.write(desk, correction({"mobile": f"+6281{desk}"}))
    post.meet()
    (dispute,) = post.told(2).disputes
    chosen = dispute.claims[0]
    over = tuple(claim.uid for claim in dispute.claims)
    post.write(2, SettledBody("mobile", chosen.value, chosen.typed, over, judgement(), "Ditelepon", "Budi"))
    post.meet()
    assert (post.at_the_server().body.person.mobile, post.at_the_server().disputes) == (chosen.text, ())


def test_a_settlement_does_not_settle_what_nobody_there_had_seen() -> None:
    post = Post()
    for desk in (0, 1):
        post.write(desk, correction({"mobile": f"+6281{desk}"}))
    post.push(0)
    post.push(1)
    post.pull(0)
    over = tuple(claim.uid for claim in post.told(0).disputes[0].claims)
    post.write(2, correction({"mobile": "+62833"}))
    post.write(0, SettledBody("mobile", "+62810", "", over, judgement(), "Ditelepon", "Budi"))
    post.meet()
    assert claimed(post.at_the_server()) == {"mobile": ["+62810", "+62833"]}


def test_a_text_that_gave_no_value_stays_with_its_own_desks_value() -> None:
    post = Post()
    unread = CorrectedBody({"mobile": ""}, {}, {"mobile": "08 satu"}, judgement(), "Salah", "Rina")
    post.write(0, unread)
    post.write(1, correction({"mobile": "+62822"}))
    post.push(0)
    post.meet()
    one = post.at_the_server()
    assert (one.body.person.mobile, one.body.typed.get("mobile")) == ("+62822", None)
    assert claimed(one) == {"mobile": ["08 satu", "+62822"]}


def test_two_numbers_are_both_kept_in_sight_and_the_first_stands() -> None:
    post = Post()
    post.acts[0] = post.feed[0] = replace(post.acts[0], body=msgspec.structs.replace(BODY, registration_no=""))
    post.write(0, correction({"mobile": "+62811"}, number="N-1"))
    post.write(1, correction({"birth_place": "MALANG"}, number="N-2"))
    post.meet()
    one = post.at_the_server()
    assert one.body.registration_no == "N-1"
    assert claimed(one) == {NUMBER: ["N-2", "N-1"]}
    over = tuple(claim.uid for claim in one.disputes[0].claims)
    post.write(2, SettledBody(NUMBER, "N-1", "", over, judgement("N-1"), "Slip diganti", "Budi"))
    post.meet()
    assert (post.at_the_server().body.registration_no, post.at_the_server().disputes) == ("N-1", ())


def test_withdrawn_stays_withdrawn_and_papers_are_joined() -> None:
    post = Post()
    post.write(0, WithdrawnBody("Pindah", "Rina"))
    post.write(1, PapersAddedBody(("sim",), judgement(), "Budi"))
    post.write(2, PapersAddedBody(("npwp",), judgement(), "Budi"))
    post.meet()
    one = post.at_the_server()
    assert (one.body.status, set(one.body.documents)) == ("DITARIK", {"ktp", "kk", "sim", "npwp"})


def test_without_its_first_event_nothing_is_told() -> None:
    post = Post()
    act = post.write(1, correction({"mobile": "+62811"}))
    assert told(post.record, [act]) is None


def test_acts_that_claim_to_have_seen_each_other_keep_nothing_from_being_told() -> None:
    post = Post()
    one, two = (post.write(desk, correction({"mobile": f"+6281{desk}"})) for desk in (0, 1))
    forged = [post.acts[0], replace(one, base=(two.uid,)), replace(two, base=(one.uid,))]
    assert tell(post.record, forged).body.person.mobile in {"+62810", "+62811"}


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("say"), st.integers(0, 2), st.sampled_from(FIELDS), st.integers(0, 3)),
        st.tuples(st.just("settle"), st.integers(0, 2), st.integers(0, 3), st.integers(0, 3)),
        st.tuples(st.sampled_from(["push", "pull", "look"]), st.integers(0, 2), st.none(), st.none()),
    ),
    max_size=25,
)


def played(steps: Iterable[tuple[str, int, object, object]]) -> Post:
    post = Post()
    for what, desk, about, choice in steps:
        if what == "say":
            post.write(desk, spoken(str(about), f"+6281{choice}"))
        elif what == "look":
            post.write(desk, None)
        elif what == "settle":
            disputes = post.told(desk).disputes
            if disputes:
                one = disputes[int(str(about)) % len(disputes)]
                claim = one.claims[int(str(choice)) % len(one.claims)]
                over = tuple(other.uid for other in one.claims)
                post.write(desk, SettledBody(one.field, claim.value, claim.typed, over, judgement(), "Ditanya", "Budi"))
        else:
            (post.push if what == "push" else post.pull)(desk)
    return post


def unanswered(post: Post) -> dict[str, set[str]]:
    """By brute force: of each field the texts that nobody who had seen them has spoken about since."""
    by_uid = {act.uid: act for act in post.acts}

    def past(act: Act, found: set[bytes]) -> set[bytes]:
        for uid in act.base:
            if uid not in found:
                found.add(uid)
                past(by_uid[uid], found)
        return found

    texts: dict[str, list[tuple[Act, str]]] = {}
    for act in post.acts:
        for name, text in said(act):
            texts.setdefault(name, []).append((act, text))
    return {
        name: {text for act, text in pairs if not any(act.uid in past(other, set()) for other, _text in pairs)}
        for name, pairs in texts.items()
    }


def said(act: Act) -> Iterator[tuple[str, str]]:
    if isinstance(act.body, CorrectedBody):
        yield from act.body.fields.items()
        yield from ((f"answers.{name}", str(answer)) for name, answer in act.body.answers.items())
    elif isinstance(act.body, SettledBody):
        yield act.body.field, str(act.body.value)


def shown_in(one: Told, name: str) -> str:
    is_answer = name.startswith("answers.")
    return str(one.body.answers["children"] if is_answer else getattr(one.body.person, name))


@given(steps=STEPS)
def test_nothing_said_is_gone_and_all_ends_agree(steps: list[tuple[str, int, object, object]]) -> None:
    post = played(steps)
    post.meet()
    one = post.at_the_server()
    assert all(post.told(desk) == one for desk in range(len(STREAMS)))
    disputes = {dispute.field: {str(claim.text) for claim in dispute.claims} for dispute in one.disputes}
    for name, texts in unanswered(post).items():
        assert disputes.get(name, {shown_in(one, name)}) == texts
        assert shown_in(one, name) in texts
    for dispute in one.disputes:
        assert shown_in(one, dispute.field) == dispute.shown.text


@given(steps=STEPS, data=st.data())
def test_a_feed_in_another_order_hides_nothing_either(
    steps: list[tuple[str, int, object, object]], data: st.DataObject
) -> None:
    post = played(steps)
    post.meet()
    anew = tell(post.record, data.draw(st.permutations(post.feed)))
    kept = {one.field: {claim.uid for claim in one.claims} for one in post.at_the_server().disputes}
    assert {one.field: {claim.uid for claim in one.claims} for one in anew.disputes} == kept


@given(steps=st.lists(st.tuples(st.integers(0, 2), st.sampled_from(FIELDS), st.integers(0, 3)), max_size=12))
def test_desks_that_take_turns_move_it_as_one_desk_would(steps: list[tuple[int, str, int]]) -> None:
    post, alone = Post(), BODY
    for desk, name, choice in steps:
        move = spoken(name, f"+6281{choice}")
        post.write(desk, move)
        post.meet()
        alone = moved(alone, move)
    assert post.at_the_server() == Told(alone)


def test_of_a_long_history_only_the_last_word_of_each_desk_is_open() -> None:
    post = Post()
    acts = [post.acts[0]]
    for seq, stream in itertools.product(range(2, 1_002), STREAMS[:2]):
        body = correction({"mobile": f"+6281{stream[0]}{seq}"})
        acts.append(Act(stream, seq, event_uid(stream, seq, seq).bytes, (post.acts[0].uid,), seq, body))
    assert claimed(tell(post.record, acts)) == {"mobile": ["+628111001", "+628121001"]}
