"""The vault: nothing personal in clear, nothing opens elsewhere, and erasure is one row."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pynamodb.attributes import BinaryAttribute

from chalicelib.foundation.audit import Audit
from chalicelib.foundation.errors import Busy, Contended, NotFound
from chalicelib.foundation.table import Item, Key, Table, create, delete, put
from chalicelib.foundation.vault import DataKeyItem, KeyRing, LocalKeyRing, Place, Vault, data_key_key
from tests.harness.faults import Fault, Wire, every
from tests.harness.moto_world import Aws, ClockAt

CANARIES = ["Zdeňka Šćepanović", "山田 太郎", "Nguyễn Thị Ánh", "عائشة", "+33612345678", "12 rue de la Paix, code 47B9"]
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


class Card(Item):
    """An item with sealed values."""

    name = BinaryAttribute(legacy_encoding=False, null=True)
    note = BinaryAttribute(legacy_encoding=False, null=True)


def card_key(subject: str) -> Key:
    """Where a card is."""
    return Key(f"CARD#{subject}", "CARD")


def place(subject: str, attribute: str = "name") -> Place:
    """A place on a card."""
    return Place(card_key(subject), attribute)


@pytest.fixture
def admit(table: Table, vault: Vault) -> Callable[[str], None]:
    """Give a subject a key, committed."""
    return lambda subject: table.write(vault.admit(subject).step)


@pytest.fixture
def elsewhere(table: Table, clock: ClockAt) -> Vault:
    """Another process's vault over the same tables, keys and clock."""
    return Vault(table, LocalKeyRing(bytes(32)), b"index key of the tests", clock)


class TestSealing:
    """What is sealed opens where it belongs and nowhere else."""

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
    @given(value=ANY_JSON)
    def test_what_is_sealed_opens(self, vault: Vault, table: Table, value: Any) -> None:
        """Anything JSON can say, in any script."""
        vault.forget("a")
        table.write(replace(vault.admit("a").step, condition=None))
        assert vault.open("a", place("a"), vault.seal("a", place("a"), value)) == value

    def test_another_process_opens_it(self, vault: Vault, elsewhere: Vault, admit: Callable[[str], None]) -> None:
        """With the same tables and the same master key."""
        admit("a")
        assert elsewhere.open("a", place("a"), vault.seal("a", place("a"), "Ánh")) == "Ánh"

    def test_a_ciphertext_that_was_moved_does_not_open(self, vault: Vault, admit: Callable[[str], None]) -> None:
        """Not for another subject, another item, another sort key or another attribute."""
        admit("a")
        admit("b")
        sealed = vault.seal("a", place("a"), "secret")
        for subject, where in [
            ("b", place("a")),
            ("b", place("b")),
            ("a", place("b")),
            ("a", place("a", "note")),
            ("a", Place(Key("CARD#a", "OTHER"), "name")),
            ("a", Place(Key("CARD#aCARD", ""), "name")),
        ]:
            with pytest.raises(NotFound):
                vault.open(subject, where, sealed)
        assert vault.open("a", place("a"), sealed) == "secret"

    def test_a_changed_ciphertext_does_not_open(self, vault: Vault, admit: Callable[[str], None]) -> None:
        """Any bit flipped, anything cut off or added."""
        admit("a")
        sealed = vault.seal("a", place("a"), "secret")
        flipped = [sealed[:n] + bytes([sealed[n] ^ 1]) + sealed[n + 1 :] for n in range(len(sealed))]
        for bad in [*flipped, sealed[:-1], sealed + b"\0", sealed[:12], b"", b"short"]:
            with pytest.raises(NotFound):
                vault.open("a", place("a"), bad)

    def test_equal_values_look_different(self, vault: Vault, admit: Callable[[str], None]) -> None:
        """A nonce is never used twice: 20,000 seals of one value, 20,000 nonces."""
        admit("a")
        assert len({vault.seal("a", place("a"), "x")[:12] for _ in range(20_000)}) == 20_000

    def test_no_clear_text_reaches_either_table(
        self, aws: Aws, table: Table, table_names: dict[str, str], vault: Vault, admit: Callable[[str], None]
    ) -> None:
        """A raw scan of both tables finds none of the canaries, in any script or encoding of it."""
        for number, canary in enumerate(CANARIES):
            subject = f"subject-{number}"
            admit(subject)
            sealed = vault.seal(subject, place(subject), {"name": canary})
            table.write(put("card", Card(*card_key(subject), name=sealed)))
        raw = [item for name in table_names.values() for item in aws.scan(name)]
        assert len(raw) == 2 * len(CANARIES)
        everything = repr(raw).encode() + b"".join(value for item in raw for value in _bytes_of(item))
        for canary in CANARIES:
            for spelling in (canary.encode(), canary.encode("utf-16-le"), canary.encode("unicode_escape")):
                assert spelling not in everything

    def test_sealed_values_survive_the_table(self, table: Table, vault: Vault, admit: Callable[[str], None]) -> None:
        """What comes back from DynamoDB opens."""
        admit("a")
        table.write(put("card", Card(*card_key("a"), name=vault.seal("a", place("a"), "山田"))))
        card = table.get(Card, card_key("a"), consistent=True)
        assert card is not None
        assert vault.open("a", place("a"), card.name) == "山田"


def _bytes_of(item: dict[str, Any]) -> list[bytes]:
    return [bytes(content) for value in item.values() for kind, content in value.items() if kind == "B"]


class TestErasure:
    """Deleting one row shreds all that was sealed for a subject."""

    def test_a_shredded_subject_opens_nowhere(
        self, table: Table, vault: Vault, elsewhere: Vault, admit: Callable[[str], None]
    ) -> None:
        """Here at once, after `forget`; in every other process within five minutes at the latest."""
        admit("a")
        sealed = vault.seal("a", place("a"), "secret")
        table.write(delete("shred", DataKeyItem, data_key_key("a")))
        vault.forget("a")
        for one in (vault, elsewhere):
            with pytest.raises(NotFound):
                one.open("a", place("a"), sealed)
            with pytest.raises(NotFound):
                one.seal("a", place("a"), "more")

    def test_a_process_that_held_the_key_lets_go_of_it(
        self, table: Table, vault: Vault, elsewhere: Vault, clock: ClockAt, admit: Callable[[str], None]
    ) -> None:
        """A cached key lives five minutes, to the minute."""
        admit("a")
        sealed = vault.seal("a", place("a"), "secret")
        assert elsewhere.open("a", place("a"), sealed) == "secret"
        table.write(delete("shred", DataKeyItem, data_key_key("a")))
        clock.forward(minutes=4)
        assert elsewhere.open("a", place("a"), sealed) == "secret"
        clock.forward(minutes=1)
        with pytest.raises(NotFound):
            elsewhere.open("a", place("a"), sealed)

    def test_a_new_key_does_not_bring_the_old_back(
        self, table: Table, vault: Vault, admit: Callable[[str], None]
    ) -> None:
        """A subject admitted again has another key: what was shredded stays shredded."""
        admit("a")
        sealed = vault.seal("a", place("a"), "secret")
        table.write(delete("shred", DataKeyItem, data_key_key("a")))
        vault.forget("a")
        admit("a")
        with pytest.raises(NotFound):
            vault.open("a", place("a"), sealed)


class TestKeys:
    """Data keys are wrapped, cached briefly, and made in the transaction that needs them."""

    def test_a_key_exists_for_others_only_once_committed(
        self, table: Table, audit: Audit, vault: Vault, elsewhere: Vault, clock: ClockAt
    ) -> None:
        """`admit` and what it seals are one transaction."""
        admission = vault.admit("a")
        sealed = admission.seal(place("a"), "secret")
        with pytest.raises(NotFound):
            vault.open("a", place("a"), sealed)
        table.commit(
            [admission.step, create("card", Card(*card_key("a"), name=sealed)), audit.of("t", "a", "t", clock())]
        )
        assert elsewhere.open("a", place("a"), sealed) == "secret"

    def test_an_admission_that_did_not_commit_changes_nothing(
        self, table: Table, vault: Vault, elsewhere: Vault
    ) -> None:
        """Of two admissions of one subject the committed one counts, also in the process that lost."""
        table.write(elsewhere.admit("a").step)
        theirs = elsewhere.seal("a", place("a"), "theirs")
        vault.admit("a")
        assert vault.open("a", place("a"), theirs) == "theirs"

    def test_a_warm_vault_asks_nobody(self, vault: Vault, elsewhere: Vault, admit: Callable[[str], None]) -> None:
        """One strong read for a cold key, none for a warm one."""
        admit("a")
        sealed = vault.seal("a", place("a"), "x")
        with Wire() as wire:
            for _ in range(5):
                elsewhere.open("a", place("a"), sealed)
        assert wire.operations() == ["GetItem"]
        assert wire.requests[0].body["ConsistentRead"] is True

    def test_at_most_a_hundred_keys_are_held(self, vault: Vault, admit: Callable[[str], None]) -> None:
        """The one unused for longest makes room."""
        for number in range(101):
            admit(f"s{number}")
            vault.seal(f"s{number}", place("any"), "x")
            vault.seal("s1", place("s1"), "keep me warm") if number else None
        with Wire() as wire:
            vault.seal("s1", place("s1"), "x")
            vault.seal("s100", place("s100"), "x")
            assert wire.requests == []
            vault.seal("s0", place("s0"), "x")
        assert wire.operations() == ["GetItem"]

    def test_wrapped_keys_are_bound_to_subject_and_master(self) -> None:
        """A wrapped key copied to another subject, or met by another master key, opens nothing."""
        ring: KeyRing = LocalKeyRing(bytes(32))
        wrapped = ring.wrap("a", b"k" * 32)
        assert ring.unwrap("a", wrapped) == b"k" * 32
        assert b"k" * 32 not in wrapped
        for other, subject in ((ring, "b"), (LocalKeyRing(b"1" * 32), "a")):
            with pytest.raises(NotFound):
                other.unwrap(subject, wrapped)

    @pytest.mark.parametrize(("fault", "error"), [(Fault.TIMEOUT_BEFORE, Busy), (Fault.THROTTLE, Contended)])
    def test_when_keys_cannot_be_had_nothing_is_sealed(
        self, elsewhere: Vault, admit: Callable[[str], None], fault: Fault, error: type[Exception]
    ) -> None:
        """No key, no value: never clear text, and never NotFound, which would look like erasure."""
        admit("a")
        with Wire(every(fault)), pytest.raises(error):
            elsewhere.seal("a", place("a"), "secret")


class TestBlindIndexes:
    """Equal values match; nothing else is told."""

    def test_equal_values_of_one_field_match(self, vault: Vault, elsewhere: Vault) -> None:
        """In every process of the deployment, and not between fields."""
        assert vault.blind("email", "a@b.example") == elsewhere.blind("email", "a@b.example")
        assert vault.blind("email", "a@b.example") != vault.blind("telephone", "a@b.example")
        assert vault.blind("email", "a@b.example") != vault.blind("email", "b@b.example")

    def test_the_key_matters(self, table: Table, vault: Vault, clock: ClockAt) -> None:
        """Nobody without the index key can test a guess."""
        other = Vault(table, LocalKeyRing(bytes(32)), b"other", clock)
        assert vault.blind("email", "a@b.example") != other.blind("email", "a@b.example")
        assert "a@b" not in vault.blind("email", "a@b.example")
