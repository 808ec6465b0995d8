"""How each language greets, dates, sets and directs a letter."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.messaging.letters import Letters
from chalicelib.messaging.letters.setting import END, LTR, OWN, digits, filled, isolated, own, sentences
from chalicelib.messaging.letters.times import day_text, hour_text
from chalicelib.messaging.model import Recipient
from tests.messaging.golden import LANGUAGES, messages
from tests.messaging.values import message

ISOLATES = re.compile(f"[{LTR}{OWN}{END}]")
AR = Locale.parse("ar")


def bare(text: str) -> str:
    """Return text without its isolates."""
    return ISOLATES.sub("", text)


class TestGreetings:
    """By title and family name in that language's order; by the whole name where one is missing; as she asked."""

    @pytest.mark.parametrize(
        ("language", "title", "family", "name", "greeting"),
        [
            ("en", "Signora", "Bianchi", "Chiara Bianchi", "Dear Ms Bianchi,"),
            ("en", "Mrs", "Bianchi", "Chiara Bianchi", "Dear Mrs Bianchi,"),
            ("en", "女士", "Chen", "Chen Yating", "Dear Ms Chen,"),
            ("it", "Ms", "Bianchi", "Chiara Bianchi", "Gentile Signora Bianchi,"),
            ("it", "Contessa", "Bianchi", "Chiara Bianchi", "Gentile Contessa Bianchi,"),
            ("fr", "Mr.", "Delacroix", "Claude Delacroix", "Bonjour Monsieur Delacroix,"),
            ("fr", "Mme", "Delacroix", "Claude Delacroix", "Bonjour Mme Delacroix,"),
            ("fr", "", "Delacroix", "Claude Delacroix", "Bonjour Claude Delacroix,"),
            ("fr", "السيد", "Haddad", "Karim Haddad", "Bonjour Monsieur Haddad,"),
            ("zh", "Mr", "李", "李 明", "尊敬的李先生："),
            ("zh", "小姐", "李", "李 明", "尊敬的李小姐："),
            ("zh", "", "李", "李 明", "李明，您好："),
            ("zh", "Contessa", "Bianchi", "Chiara Bianchi", "Chiara Bianchi，您好："),
            ("zh", "様", "山田", "山田 美咲", "山田美咲，您好："),
            ("ja", "Ms", "山田", "山田 美咲", "山田 様"),
            ("ja", "様", "山田", "山田 美咲", "山田 様"),
            ("ja", "先生", "山田", "山田 美咲", "山田 先生"),
            ("ja", "", "山田", "山田 美咲", "山田 美咲 様"),
            ("ar", "Mr", "المنصوري", "خالد المنصوري", "حضرة السيد المنصوري، تحية طيبة وبعد،"),
            ("ar", "الشيخة", "المنصوري", "نورة المنصوري", "حضرة الشيخة المنصوري، تحية طيبة وبعد،"),
            ("ar", "", "المنصوري", "نورة المنصوري", "حضرة نورة المنصوري، تحية طيبة وبعد،"),
            ("ar", "Contessa", "Bianchi", "Chiara Bianchi", "حضرة Chiara Bianchi، تحية طيبة وبعد،"),
        ],
    )
    def test_titles(self, letters: Letters, language: str, title: str, family: str, name: str, greeting: str) -> None:
        """A title is said in the letter's language, and left out where it could not be read."""
        said = message("booking.confirmed", language, salutation={"title": title, "family": family}, client_name=name)
        assert bare(letters.write(said).text.splitlines()[0]) == greeting

    @pytest.mark.parametrize(
        ("language", "called", "greeting"),
        [
            ("ja", "山田先生", "山田先生"),
            ("ja", "Contessa", "Contessa 様"),
            ("zh", "陈女士", "尊敬的陈女士："),
            ("zh", "Contessa", "Contessa，您好："),
            ("ar", "أم خالد", "حضرة أم خالد، تحية طيبة وبعد،"),
        ],
    )
    def test_as_she_asked(self, letters: Letters, language: str, called: str, greeting: str) -> None:
        """No honorific is said twice."""
        said = replace(message("booking.confirmed", language), to=Recipient("x", "x@y.example", form_of_address=called))
        assert letters.write(said).text.splitlines()[0] == greeting

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_never_by_the_given_name_alone(self, letters: Letters, language: str) -> None:
        """Not even where nothing else of the name is a name."""
        for family in (None, "www.evil.com"):
            who = {"title": "Ms", "given": "Chiara", "family": family}
            said = message("booking.confirmed", language, salutation=who, client_name="")
            assert "Chiara" not in letters.write(said).text.splitlines()[0]

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_bait_in_a_family_name_is_not_repeated(self, letters: Letters, language: str) -> None:
        """A stranger cannot make our letters carry her advertisement."""
        said = message("booking.confirmed", language, salutation={"title": "Ms", "family": "evil.com/now"},
                       client_name="evil.com/now")  # fmt: skip
        letter = letters.write(said)
        assert "evil" not in letter.text + letter.html + letter.subject


class TestDays:
    """Gregorian days and hours as each language writes them."""

    @pytest.mark.parametrize(
        ("tag", "day", "hour"),
        [
            ("en_GB", "Monday 1 March 2027", "09:05"),
            ("en_US", "Monday, March 1, 2027", "9:05 AM"),
            ("it", "lunedì 1º marzo 2027", "09:05"),
            ("fr", "lundi 1er mars 2027", "09:05"),
            ("zh_Hans_CN", "2027年3月1日星期一", "09:05"),
            ("ja", "2027年3月1日月曜日", "9:05"),
            ("ar", "الاثنين، 1 مارس 2027", "9:05 ص"),
            ("ar_AE", "الاثنين، 1 مارس 2027", "9:05 ص"),
            ("ar_SA", "الاثنين، ١ مارس ٢٠٢٧", "٩:٠٥ ص"),
        ],
    )
    def test_a_day_and_an_hour(self, tag: str, day: str, hour: str) -> None:
        """The first of a month is an ordinal where it is said so; digits are the region's."""
        locale = Locale.parse(tag)
        assert day_text(date(2027, 3, 1), locale) == day
        said = bare(hour_text(datetime(2027, 3, 1, 9, 5), locale))  # noqa: DTZ001 - a wall clock
        assert re.sub(r"\s", " ", said) == hour

    @pytest.mark.parametrize(
        ("language", "sixty", "ninety", "lines"),
        [
            ("en", "about an hour", "about 90 minutes", "2 hours"),
            ("it", "circa un’ora", "circa 90 minuti", "2 ore"),
            ("fr", "environ une heure", "environ 90 minutes", "2 heures"),
            ("zh", "约需一小时", "约需90分钟", "2小时"),
            ("ja", "1時間ほど", "90分ほど", "2時間"),
            ("ar", "ساعة واحدة تقريبًا", "90 دقيقة تقريبًا", "ساعتان"),
        ],
    )
    def test_durations(self, letters: Letters, language: str, sixty: str, ninety: str, lines: str) -> None:
        """In the language's own words and plurals."""
        assert sixty in letters.write(message("booking.confirmed", language)).text
        assert ninety in letters.write(message("booking.confirmed", language, duration=90)).text
        assert f"    {lines}\n" in letters.write(message("host.booked", language, duration=120)).text

    def test_french_elides(self, letters: Letters) -> None:
        """Before a vowel, and only there."""
        text = letters.write(message("booking.request_received", "fr", city="Abou Dabi", advisor="Inès Haddad")).text
        assert "heure d’Abou Dabi" in text
        assert "les mains d’Inès Haddad" in text
        assert "de %" not in text
        assert "heure de Milan" in letters.write(message("booking.confirmed", "fr")).text


class TestDirections:
    """Arabic runs from right to left, and what does not is an island."""

    def test_islands_of_a_letter(self, letters: Letters) -> None:
        """A telephone and hours run from left to right; Latin names keep their own direction; a URL stays a URL."""
        letter = letters.write(message("booking.confirmed", "ar"))
        assert f"{LTR}+39 02 5550 1420{END}" in letter.text
        assert f"{LTR}3:00{END}" in letter.text
        for name in ("Giulia Conti", "Via Monte Napoleone 8", "20121 Milano"):
            assert f"{OWN}{name}{END}" in letter.text
            assert f"<bdi>{name}</bdi>" in letter.html
        assert '<span dir="ltr" style="white-space:nowrap">+39 02 5550 1420</span>' in letter.html
        assert "\nhttps://maison.example/manage#abc.def.ghi\n" in letter.text
        assert not ISOLATES.search(letter.html + letter.subject)

    def test_everything_that_sets_a_direction_says_rtl(self, letters: Letters) -> None:
        """No column or line falls back to left to right."""
        html = letters.write(message("booking.confirmed", "ar")).html
        assert html.count('dir="rtl"') >= 2
        assert 'lang="ar" dir="rtl"' in html
        assert "direction:ltr" not in html
        assert 'align="left"' not in html

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_isolates_are_closed_and_only_where_they_are_needed(self, letters: Letters, language: str) -> None:
        """Line by line, in letters and short messages."""
        for name, said in messages(language):
            letter = letters.write(said)
            assert not ISOLATES.search(letter.html), name
            for row in letter.text.splitlines():
                assert row.count(LTR) + row.count(OWN) == row.count(END), (name, row)
            assert language == "ar" or not ISOLATES.search(letter.text), name

    def test_arabic_words_in_another_letter_keep_their_direction(self, letters: Letters) -> None:
        """What a client wrote reads as she wrote it."""
        letter = letters.write(message("host.booked", "en", note="شكرًا لكم (جزيلًا)"))
        assert "<bdi>شكرًا لكم (جزيلًا)</bdi>" in letter.html

    def test_nobody_brings_isolates_of_her_own(self, letters: Letters) -> None:
        """They are taken out of what people type, so ours are the only ones."""
        for sign in (LTR, OWN, END, "\u2067", "\u202e"):
            letter = letters.write(message("host.booked", "ar", note=f"a{sign}b", client_name=f"c{sign}d"))
            assert sign + "b" not in letter.text
            assert sign + "d" not in letter.text

    @given(st.text(alphabet=st.sampled_from([LTR, OWN, END, "a", "ب", "<", "&", '"']), max_size=12))
    def test_elements_are_closed_whatever_stands_in_a_line(self, text: str) -> None:
        """And what is typed is escaped."""
        html = str(isolated(text))
        assert html.count("<bdi>") == html.count("</bdi>")
        assert html.count("<span ") == html.count("</span>")
        assert not re.search(r"<(?!/?(bdi|span))", html)

    def test_small_rules(self) -> None:
        """Figures alone, sentences, digits, elision."""
        assert own("104-0061", AR) == f"{OWN}104-0061{END}"
        assert own("نورة", AR) == "نورة"
        assert sentences("一。", "", "二。") == "一。二。"
        assert sentences("One.", "Two.") == "One. Two."
        assert digits("12", Locale.parse("ar_EG")) == "١٢"
        assert filled("de %(city)s", {"city": "%(x)s"}, Locale.parse("fr")) == "de %(x)s"


class TestFace:
    """How a letter looks in each script, in the dark and on paper."""

    @pytest.mark.parametrize(
        ("language", "face"),
        [("ar", "Noto Naskh Arabic"), ("ja", "Hiragino Mincho ProN"), ("zh", "Songti SC"), ("fr", "Iowan Old Style")],
    )
    def test_type(self, letters: Letters, language: str, face: str) -> None:
        """Faces of its own; nothing spaced, slanted, in capitals or from elsewhere."""
        html = letters.write(message("booking.confirmed", language)).html
        assert face in html
        assert not re.search(r"letter-spacing|italic|uppercase|@font-face|@import", html)
        assert ("font-size:17px" in html, "line-height:1.8" in html) == (language == "ar", language != "fr")

    def test_it_reads_in_the_dark(self, letters: Letters) -> None:
        """Both schemes are declared, and ink on paper keeps a contrast of 7 : 1 in each."""
        html = letters.write(message("booking.confirmed")).html
        assert '<meta name="color-scheme" content="light dark"' in html
        (dark,) = re.findall(r"@media \(prefers-color-scheme: dark\) \{(.*?)\n      \}", html, re.DOTALL)
        paper, ink = re.findall(r"(?:background-color|color): (#\w{6})", dark)[:2]
        assert contrast(paper, ink) > 7
        assert contrast("#fbf9f5", "#1b1a17") > 7
        (button,) = re.findall(r"\.act a \{ background: (#\w{6}) !important; color: (#\w{6})", dark)
        assert contrast(*button) > 7

    def test_printed_it_has_no_buttons(self, letters: Letters) -> None:
        """One A4 sheet, ink on white."""
        html = letters.write(message("booking.confirmed")).html
        assert "size: A4" in html
        assert ".act { display: none !important; }" in html


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2 reckons it."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)
