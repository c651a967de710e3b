"""F1: every page's help in three languages, plain sentences, and the keys there really are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QApplication

from alfdesk import i18n, paths
from alfdesk.store.workplace import Place
from ui import page as pages
from ui.dialogs import help as help_
from ui.dialogs.help import Help
from ui.work import Work

from .hands import Hands
from .sitting import sitting

TOPICS = ("emergency", "laptops", "limits", "people", "prints", "set-up", "settings", "sign-in", "today")


@pytest.fixture
def seat(qapp: QApplication, place: Place, tmp_path: Path) -> Iterator[tuple[Work, Hands]]:
    with sitting(qapp, place, tmp_path / "laptop") as both:
        yield both


def opened(work: Work) -> Help:
    return next(h for h in work.findChildren(Help) if not h._gone)


def test_f1_shows_the_page_in_front_with_all_its_keys(seat: tuple[Work, Hands]) -> None:
    work, hands = seat
    hands.press("F1")
    text = opened(work).browser.words()
    assert text.startswith("Today\n")
    for command in work.registry:
        if command.key:
            assert command.text in text and command.key in text
    hands.press("Esc")
    assert not [h for h in work.findChildren(Help) if not h._gone]


def test_other_topics_are_one_choice_away(seat: tuple[Work, Hands]) -> None:
    work, hands = seat
    hands.press("F1")
    help_here = opened(work)
    help_here.show_topic("emergency")
    assert help_here.browser.words().startswith("When the computer is dead")
    assert "Keys on this page" not in help_here.browser.words()


def test_f8_reads_what_is_shown(seat: tuple[Work, Hands], monkeypatch: pytest.MonkeyPatch) -> None:
    work, hands = seat
    said: list[str] = []

    class Voice:
        toggle = staticmethod(said.append)

    monkeypatch.setattr(work, "_reader", Voice())
    hands.press("F1", "F8")
    assert said and said[0].startswith("Today\nHere you see who has come")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_topic_is_there_and_plain(language: str) -> None:
    folder = paths.RESOURCES / "help" / language
    assert set(TOPICS) <= {f.stem for f in folder.glob("*.md")}
    i18n.use(language)
    assert [title for _key, title in help_.topics() if not title] == []
    for key in TOPICS:
        text = help_.topic_text(key)
        assert "!" not in text and help_.title_of(text)
        plain = re.sub(r"^(#+|-|\d\.)\s+", "", re.sub(r"\*+", "", text), flags=re.MULTILINE)
        sentences = re.split(r"(?<=[.?:])\s+|\n{2,}|\n(?=\S)", plain)
        assert [s for s in sentences if len(s.split()) > 15] == []


def test_the_limits_are_told_by_this_title() -> None:
    titles = []
    for language in i18n.LANGUAGES:
        i18n.use(language)
        titles.append(help_.title_of(help_.topic_text("limits")))
    assert sorted(titles) == [
        "Dette vernar Alfdesk ikkje mot", "Dette verner Alfdesk ikke mot", "What Alfdesk does not protect against",
    ]  # fmt: skip


def test_one_topic_leads_to_another(seat: tuple[Work, Hands]) -> None:
    work, hands = seat
    hands.press("F1")
    help_here = opened(work)
    help_here.show_topic("laptops")
    help_here.browser.anchorClicked.emit(QUrl("limits"))
    assert help_here.browser.words().startswith("What Alfdesk does not protect against")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_link_leads_somewhere(language: str) -> None:
    i18n.use(language)
    for file in (paths.RESOURCES / "help" / language).glob("*.md"):
        for topic in re.findall(r"\]\((.+?)\)", file.read_text("utf-8")):
            assert help_.topic_text(topic), (file.name, topic)


def test_every_page_has_help_in_every_language() -> None:
    for language in i18n.LANGUAGES:
        i18n.use(language)
        assert [p.key for p in pages.found() if p.in_rail and not pages.help_text(p)] == []
