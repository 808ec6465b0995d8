"""Letters read as letters: order, clocks, names, languages, words."""

from __future__ import annotations

import gettext
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from chalicelib.messaging.fallback import THERE_ALONE
from chalicelib.messaging.letters import Letters, client, staff
from chalicelib.messaging.letters.sms import segments
from chalicelib.messaging.letters.times import city_of, locale_of
from chalicelib.messaging.model import Recipient
from infra.letters import KEYWORDS, ROOM, build, extracted, update
from tests.messaging.golden import FOLDER, LANGUAGES, VARIANTS, messages, written
from tests.messaging.values import CLIENT_LETTERS, CLIENTS, DOORS, HOST_LETTERS, message

ALL = (*CLIENT_LETTERS, *HOST_LETTERS)


def catalogue(language: str) -> Catalog:
    """Read a catalogue as it is committed."""
    with (ROOM / "locale" / language / "LC_MESSAGES" / "letters.po").open("rb") as file:
        return read_po(file, locale=language)


class TestGolden:
    """The texts are in the repository, and are what is sent."""

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_each_letter_is_the_golden_one(self, letters: Letters, language: str) -> None:
        """`python -m tests.messaging.golden` writes them anew; read them then."""
        found = dict(messages(language))
        assert {path.stem for path in (FOLDER / language).glob("*.txt")} == set(found)
        for name, said in found.items():
            assert written(letters, said) == (FOLDER / language / f"{name}.txt").read_text(encoding="utf-8"), name

    def test_every_template_has_one(self) -> None:
        """No letter goes out that nobody has read."""
        assert set(client.WORDINGS) | set(staff.WORDINGS) == set(ALL)
        assert {name.partition("-")[0] for name in VARIANTS} <= set(ALL)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_order_of_a_confirmation(self, letters: Letters, language: str) -> None:
        """Greeting, what, day, hour, place, advisor, telephone, how long, until when, link, signature."""
        text = letters.write(message("booking.confirmed", language)).text
        order = [
            CLIENTS[language][2],
            "14",
            "3:00" if language == "ar" else "15:00",
            "Via Monte Napoleone",
            "Giulia Conti",
            "+39 02",
            "13",
            "#abc",
            "Giulia Conti",
            "Maison Aurelle Milano",
        ]
        places, at = [], 0
        for part in order:
            at = text.index(part, at)
            places.append(at)
        assert places == sorted(places)


class TestNames:
    """She is greeted as she is called."""

    @pytest.mark.parametrize(
        ("salutation", "name", "called", "greeting"),
        [
            ({"title": "Ms", "given": "Chiara", "family": "Bianchi"}, "Chiara Bianchi", None, "Dear Ms Bianchi,"),
            ({"given": "Chiara", "family": "Bianchi"}, "Chiara Bianchi", None, "Dear Chiara Bianchi,"),
            ({"given": "Tarō", "family": "Yamada", "family_first": True}, "Yamada Tarō", None, "Dear Yamada Tarō,"),
            ({"title": "Mr"}, "Suharto", None, "Dear Suharto,"),
            (None, "X Æ A-12", None, "Dear X Æ A-12,"),
            ({"title": "Ms", "family": "Bianchi", "called": "Contessa"}, "Chiara Bianchi", None, "Dear Contessa,"),
            ({"title": "Ms", "family": "Bianchi"}, "Chiara Bianchi", "Professor Bianchi", "Dear Professor Bianchi,"),
            ({"title": "Ms", "given": "Chiara"}, "Chiara Bianchi", None, "Dear Chiara Bianchi,"),
            (None, "", None, "Good day,"),
            (None, None, None, "Good day,"),
        ],
    )
    def test_greetings(
        self, letters: Letters, salutation: dict[str, str] | None, name: str, called: str | None, greeting: str
    ) -> None:
        """By title and family name, by her whole name, or as she asked; never by the given name alone."""
        said = message("booking.confirmed", salutation=salutation, client_name=name)
        said = replace(said, to=Recipient("x", "x@y.example", form_of_address=called))
        assert letters.write(said).text.splitlines()[0] == greeting

    @pytest.mark.parametrize(
        "bait", ["Win at http://evil.example", "www.evil.com", "evil.com/now", "me@evil.example", "N" * 81, "EVIL.COM"]
    )
    def test_a_name_that_is_no_name_is_not_repeated(self, letters: Letters, bait: str) -> None:
        """A stranger cannot make our letters carry her advertisement to someone else."""
        said = message("booking.confirm_link", client_name=bait, salutation={"called": bait})
        letter = letters.write(said)
        assert letter.text.startswith("Good day,")
        assert bait not in letter.text + letter.html + letter.subject

    def test_placeholders_and_templates_in_values_stay_what_they_are(self, letters: Letters) -> None:
        """What people type is never read as a template of any kind."""
        for name in ("{{7*7}}", "%(telephone)s", "{event.__init__}", "{% include 'x' %}", "${jndi:x}", "<script>x"):
            letter = letters.write(message("host.booked", note=name, client_name=name))
            assert name in letter.text
            assert name.replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#39;") in letter.html
            assert "<script" not in letter.html

    def test_line_ends_and_hidden_signs_of_a_name_are_gone(self, letters: Letters) -> None:
        """One line, no bidi override, no control sign."""
        name = "Chiara\r\nBcc: x\u202e\x00\u2028Bianchi"
        letter = letters.write(message("host.booked", client_name=name))
        assert "    Chiara Bcc: x Bianchi\n" in letter.text

    @pytest.mark.parametrize("url", ["javascript:alert(1)", "/manage", "https://x y", "", "ftp://x.example"])
    def test_a_link_is_an_http_url_or_the_letter_is_not_written(self, letters: Letters, url: str) -> None:
        """A wrong link fails where staff can see it."""
        with pytest.raises(ValueError, match=r"URL|value"):
            letters.write(message("booking.confirm_link", manage_url=url))


class TestClocks:
    """A visit has the place's clock; a conversation has hers, then the boutique's."""

    def test_a_visit_shows_the_place_s_clock_only(self, letters: Letters) -> None:
        """Whatever zone her telephone is in."""
        text = letters.write(message("booking.confirmed", client_zone="Asia/Tokyo")).text
        assert "15:00, Milan time" in text
        assert "Tokyo" not in text

    def test_a_conversation_leads_with_hers_and_says_another_day_in_words(self, letters: Letters) -> None:
        """Sydney is a day ahead by then."""
        text = letters.write(message("booking.confirmed", place="video", client_zone="Australia/Sydney")).text
        lines = [line.strip() for line in text.splitlines()]
        at = lines.index("Friday 15 January 2027")
        assert lines[at + 1] == "01:00, Sydney time"
        assert lines[at + 2] == "15:00 on the day before, Thursday 14 January 2027, Milan time"

    def test_a_host_leads_with_the_boutique_s(self, letters: Letters) -> None:
        """And is told what hour it is for the client."""
        text = letters.write(message("host.booked", place="video", client_zone="Australia/Sydney")).text
        assert "    15:00, Milan time\n    01:00 on the following day, Friday 15 January 2027, Sydney time" in text

    @pytest.mark.parametrize("zone", ["Europe/Rome", "Europe/Paris", "UTC", "Etc/GMT-1", "EST5EDT", None])
    def test_one_clock_is_enough_when_they_agree_or_hers_has_no_city(self, letters: Letters, zone: str | None) -> None:
        """No second line that says the same, and never an offset."""
        text = letters.write(message("booking.confirmed", place="video", client_zone=zone)).text
        assert text.count(" time\n") == 1
        assert "GMT" not in text
        assert "UTC" not in text

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_never_an_offset_or_an_abbreviation(self, letters: Letters, language: str) -> None:
        """In no letter."""
        for _, said in messages(language):
            assert not re.search(r"[+-]0\d:?00\b|\b(CET|CEST|GMT|UTC|EST|JST|AEDT)\b", letters.write(said).text)

    def test_regions_keep_their_ways(self) -> None:
        """A region's tag is honoured; an unknown one falls back to the tongue, an unknown tongue to English."""
        assert [str(locale_of(tag)) for tag in ("en", "en-US", "it-CH", "it-XX", "xx", "zh", "")] == [
            "en_GB", "en_US", "it_CH", "it", "en_GB", "zh_Hans_CN", "en_GB",
        ]  # fmt: skip
        assert city_of("America/Argentina/Buenos_Aires", locale_of("en")) == "Buenos Aires"


class TestLanguages:
    """Adding a language is adding its catalogue."""

    def test_the_catalogues_hold_exactly_what_the_sources_say(self) -> None:
        """`python -m infra.letters --update` after changing a sentence."""
        said = {(entry.context, str(entry.id)) for entry in extracted() if entry.id}
        for language in LANGUAGES:
            assert {(e.context, str(e.id)) for e in catalogue(language) if e.id} == said, language

    def test_a_new_language_needs_nothing_but_its_catalogue(self, tmp_path: Path, letters: Letters) -> None:
        """A pseudo-language, right to left: every sentence of every letter comes from its catalogue."""
        path = tmp_path / "ar" / "LC_MESSAGES" / "letters.mo"
        room = tmp_path / "room"
        (room / "locale").mkdir(parents=True)
        for source in ROOM.glob("*.py"):
            (room / source.name).write_bytes(source.read_bytes())
        update(room, ["ar"])
        po = room / "locale" / "ar" / "LC_MESSAGES" / "letters.po"
        text = po.read_text(encoding="utf-8")
        text = re.sub(r'msgid "(.+)"\nmsgstr ""', r'msgid "\1"\nmsgstr "⟦\1⟧"', text)
        text = re.sub(r'msgid "(.+)"\nmsgid_plural "(.+)"((?:\nmsgstr\[\d\] "")+)',
                      lambda m: m.group(0).replace('] ""', f'] "⟦{m.group(2)}⟧"'), text)  # fmt: skip
        text = re.sub(r'msgid ""\n((?:".+"\n)+)msgstr ""\n(?!")', r'msgid ""\n\1msgstr ""\n"⟦"\n\1"⟧"\n', text)
        po.write_text(text, encoding="utf-8")
        (room / "letter.mjml").write_bytes((ROOM / "letter.mjml").read_bytes())
        build(room)
        path.parent.mkdir(parents=True)
        path.write_bytes(po.with_suffix(".mo").read_bytes())
        strange = Letters(tmp_path, room / "compiled")
        for template in ALL:
            letter = strange.write(message(template, "ar"))
            assert 'dir="rtl"' in letter.html
            bare = re.sub("[\u2066-\u2069]", "", letter.text)
            while "⟦" in bare:
                bare = re.sub(r"⟦[^⟦⟧]*⟧", "", bare)
            parts = (part.strip() for row in bare.splitlines() for part in row.split(" · "))
            left = [part for part in parts if re.search("[A-Za-z]{3}", part)]
            given = str(message(template, "ar").values)
            assert all(row.rstrip(":") in given or row.startswith("http") for row in left), (template, left)

    def test_an_unknown_language_is_english_throughout(self, letters: Letters) -> None:
        """Never half of each."""
        assert (
            letters.write(message("booking.confirmed", "fi")).text == letters.write(message("booking.confirmed")).text
        )

    def test_the_build_is_idempotent(self, letters: Letters) -> None:
        """A second build writes nothing."""
        assert build() == []
        assert set(KEYWORDS) == {"t", "tn", "tp"}

    def test_letters_that_were_not_built_say_so(self, tmp_path: Path) -> None:
        """The mistake of a deployment is told in one sentence."""
        with pytest.raises(ValueError, match="not built"):
            Letters(tmp_path, tmp_path).write(message("booking.confirmed"))


class TestWords:
    """What people read, and never read (docs/words.md)."""

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_short_message_fits_two_segments_and_keeps_its_secrets(self, letters: Letters, language: str) -> None:
        """Neither piece, price, address nor gift; in GSM letters and in others."""
        for template in CLIENT_LETTERS:
            if template in {*THERE_ALONE, *DOORS}:
                continue
            for house, city in (
                ("Maison Aurelle", "Milano"),
                ("Мезон Орель", "Санкт-Петербург"),
                ("メゾン・オレール", "ニューヨーク"),
            ):
                for place in ("boutique", "client", "video", "telephone"):
                    said = replace(message(template, language, place, city=city, maison_name=house), from_name=house)
                    text = letters.sms(said)
                    assert 1 <= segments(text) <= 2, text
                    for secret in (
                        "Monte Napoleone",
                        "Solferino",
                        "season",
                        "http",
                        said.values["experience"],
                        CLIENTS[language][1],
                    ):
                        assert secret not in text

    @pytest.mark.parametrize(
        ("text", "count"),
        [("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("è" * 160, 1), ("€" * 80, 1), ("€" * 81, 2),
         ("ф" * 70, 1), ("ф" * 71, 2), ("ф" * 134, 2), ("ф" * 135, 3), ("🌹" * 35, 1), ("🌹" * 36, 2)],
    )  # fmt: skip
    def test_segments(self, text: str, count: int) -> None:
        """As networks count them."""
        assert segments(text) == count

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_code_comes_first_and_whole(self, letters: Letters, language: str) -> None:
        """Two segments in every script, with a long city; no link, nothing of her; never a letter, never WhatsApp."""
        for city in ("Milano", "Санкт-Петербург"):
            said = message("booking.confirm_code", language, channel="sms", city=city)
            text = letters.sms(said)
            assert segments(text) <= 2
            assert "402719" in text
            assert not [secret for secret in (CLIENTS[language][1], "http", "Giulia") if secret in text]
            with pytest.raises(ValueError, match="never sent by WhatsApp"):
                letters.whatsapp(said)
            with pytest.raises(ValueError, match="no letter"):
                letters.write(said)

    def test_what_is_never_sent_short_is_refused(self, letters: Letters) -> None:
        """A link that confirms does not fit, and letters to staff are letters."""
        for template in ("booking.confirm_link", "host.booked"):
            with pytest.raises(ValueError, match="never sent"):
                letters.sms(message(template, channel="sms"))


class TestSetting:
    """HTML says what the text says."""

    @pytest.mark.parametrize("template", ALL)
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_html_holds_every_line_of_the_text(self, letters: Letters, template: str, language: str) -> None:
        """And every link, and the house's paper and ink."""
        letter = letters.write(message(template, language))
        page = Page()
        page.feed(letter.html)
        text = " ".join("".join(page.text).split())
        for row in re.sub("[\u2066-\u2069]", "", letter.text).replace("\u00a0", " ").splitlines():
            if row.strip().startswith("http"):
                assert row in page.links
            elif row.strip():
                assert row.strip().rstrip(" :：") in text
        assert "#fbf9f5" in letter.html
        assert "#1b1a17" in letter.html
        assert not re.search(r"{{|{%|https?://[^\"]*\.(png|gif|css|woff)", letter.html)

    def test_a_missing_value_is_told(self, letters: Letters) -> None:
        """A letter with a hole in it is never sent."""
        said = message("booking.confirmed")
        for name in ("start", "experience", "boutique_telephone", "advisor", "duration"):
            lacking = {key: value for key, value in said.values.items() if key != name}
            with pytest.raises(ValueError, match=name):
                letters.write(replace(said, values=lacking))
        with pytest.raises(ValueError, match="no letter"):
            letters.write(replace(said, template="booking.unheard"))


class Page(HTMLParser):
    """Text and links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.links: list[str] = []

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.text.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the links; a block begins a word."""
        self.text += [" "] * (tag not in {"span", "bdi"})
        self.links += [value for name, value in attrs if name == "href" and value]


def test_only_letters_bring_babel_and_jinja() -> None:
    """The API imports the rest of the room and pays for neither."""
    code = (
        "import sys, chalicelib.messaging.model, chalicelib.messaging.plan, chalicelib.messaging.store, "
        "chalicelib.messaging.nudge, chalicelib.messaging.sweep, chalicelib.messaging.sender, "
        "chalicelib.messaging.channels\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'babel', 'jinja2', 'mrml'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOM.parents[2])
    assert done.stdout.strip() == "[]"


def test_gettext_finds_plurals() -> None:
    """One child, two children, in the catalogue's own rule."""
    build()
    words = gettext.translation("letters", ROOM / "locale", ["it"])
    assert [words.ngettext("%(count)d child", "%(count)d children", n) % {"count": n} for n in (1, 2)] == [
        "1 bambino",
        "2 bambini",
    ]
