"""By what a name is found: scripts, accents, readings, and what is too little to ask. Pure."""

from __future__ import annotations

import pytest

from chalicelib.clients.model import Name
from chalicelib.clients.search.names import asked, beginnings, words


def finds(question: str, name: Name, *readings: str) -> bool:
    """Say whether a question finds a name, by the rules alone."""
    rows = beginnings(name, readings)
    return all(first in rows and (not longer or longer in rows[first]) for first, longer in asked(question))


@pytest.mark.parametrize(
    ("question", "name", "readings"),
    [
        ("Šće", Name(family="Šćepanović"), ()),
        ("scepan", Name(family="Šćepanović"), ()),
        ("ONEIL", Name(given="Ann", family="O’Neil"), ()),
        ("nguyen", Name(full="Nguyễn Thị Ánh Kim"), ()),
        ("Kim Nguyễn", Name(full="Nguyễn Thị Ánh Kim"), ()),
        ("li na", Name(given="Na", family="Li"), ()),
        ("王", Name(full="王小明"), ()),
        ("王小", Name(full="王小明"), ()),
        ("小明", Name(given="小明", family="王"), ()),
        ("山田太", Name(given="太郎", family="山田", family_first=True), ()),
        ("ヤマ", Name(full="山田太郎"), ("やまだ たろう",)),
        ("yama", Name(full="山田太郎"), ("Yamada Tarō",)),
        ("taro", Name(full="山田太郎"), ("Yamada Tarō",)),
        ("ｶﾝ", Name(full="かんだ"), ()),
        ("김민", Name(full="김민준"), ()),
        ("احم", Name(full="أحمد العلي"), ()),
        ("Elisabeth-Charlotte", Name(full="Elisabeth-Charlotte von Oettingen-Wallerstein"), ()),
        ("oettingenwallersteinundmehr"[:9], Name(full="von Oettingen"), ()),
        ("Pivoine", Name(family="Essai", called="Pivoine"), ()),
    ],
)
def test_a_name_is_found(question: str, name: Name, readings: tuple[str, ...]) -> None:
    """Whatever the case, the accents, the kana, and the order of its words."""
    assert finds(question, name, *readings)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("sco", Name(family="Šćepanović")),
        ("lin", Name(given="Na", family="Li")),
        ("小王", Name(full="王小明")),
        ("Anna Rossi", Name(given="Anna", family="Bianchi")),
        ("rossini", Name(family="Rossi")),
    ],
)
def test_another_name_is_not(question: str, name: Name) -> None:
    """Every word counts, and all of it."""
    assert not finds(question, name)


@pytest.mark.parametrize("question", ["", " ", "a", "Li", "é.", "!!", "a b c d e f g"])
def test_too_little_or_too_much_is_refused(question: str) -> None:
    """Two Latin letters would leaf through the whole book."""
    with pytest.raises(ValueError, match=r"needs|must"):
        asked(question)


def test_a_name_costs_few_rows() -> None:
    """One row for a Latin word, two for a Chinese one."""
    assert len(beginnings(Name(given="Margaux", family="Essai"))) == 2
    assert len(beginnings(Name(full="王小明"))) == 2
    assert words("ガーデン garden") == ("がーでん", "garden")
