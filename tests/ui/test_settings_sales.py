"""What the office sets for the sales desk: what is sold and its prices, outlets, and the rules with dates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from alfdesk.journal.write import Acting
from alfdesk.sales import editions, outlets, rules, settling, stock
from alfdesk.store.workplace import Place
from tests.core.desk import TODAY, table, text
from tests.core.scenes import OTHER
from ui.dialogs.panels import FormPanel
from ui.pages.settings import Settings
from ui.pages.settings.desk_rules import DESK_RULES, OF, DeskRules
from ui.pages.settings.outlets import Outlets
from ui.pages.settings.sold import Sold
from ui.prefs import Prefs
from ui.work import Work

from .hands import Hands
from .sitting import in_settings, section_of
from .stall import plain

Seat = tuple[Work, Hands, Settings]
EARLIER = TODAY - timedelta(20)


@pytest.fixture
def seat(qapp: QApplication, place: Place, tmp_path: Path) -> Iterator[Seat]:
    with in_settings(qapp, place, tmp_path / "laptop") as seat:
        yield seat


@pytest.fixture
def sold(seat: Seat) -> Seat:
    """Megafon 11/2026 at 50 and 100 kr since three weeks ago."""
    do(seat, editions.set_edition, product="Megafon", edition="11/2026", buy_ore=5_000, cover_ore=10_000, since=EARLIER,
       print_run=1200)  # fmt: skip
    return seat


def do(seat: Seat, verb: Callable[..., Any], **named: Any) -> Any:
    with seat[0].desk.place.write() as work:
        made = verb(work, **named)
    QApplication.processEvents()
    return made


def form(seat: Seat) -> Any:
    return [f for f in seat[0].findChildren(FormPanel) if f.isVisible() and not f._gone][-1]


def write(seat: Seat, **fields: str) -> None:
    """Into the open form's fields by name, and Enter."""
    asked = form(seat)
    for name, words in fields.items():
        getattr(asked, name).set(words)
    asked.send()
    QApplication.processEvents()


def rows(shown: Any) -> str:
    model = shown.rows
    return table(
        [plain(model.cell(model.index(row, n)).text) or "–" for n in range(model.columnCount())]
        for row in range(model.rowCount())
    )


def seen(shown: Any) -> str:
    """What is said in a field's error line."""
    return plain(shown.error.words.text()) if shown.error.isVisible() else ""


# What is sold --------------------------------------------------------------------------------------------------------


def test_from_nothing_to_an_edition_with_its_price_by_keyboard(seat: Seat) -> None:
    work, hands, page = seat
    page.lead_to("sold")
    section = page.sections["sold"]
    assert isinstance(section, Sold)
    assert section.new.hasFocus() and section.none.isVisible()
    hands.press("Enter")
    hands.write("Megafon")
    hands.press("Tab")
    hands.write("11/2026")
    hands.press("Tab")
    hands.write("50")
    hands.press("Tab")
    hands.write("100")
    hands.press("Enter")
    assert rows(section.editions) == f"Megafon 11/2026  {TODAY:%d.%m.%Y}–  50 kr  100 kr  –"
    assert plain(hands.heard[-1]) == f"Megafon 11/2026 is on sale from {TODAY:%d.%m.%Y}."
    assert rows(section.products) == "Megafon  Megafon"
    hands.press("Ctrl+Z")
    assert section.none.isVisible()


@pytest.mark.parametrize(("field", "words", "said"), [
    ("product", "", "Write its name."), ("edition", "", "Write its name."),
    ("buy", "mye", "Write kroner, as in 200 or 200,50."),
    ("buy", "0", "This price can't be right. To give copies away, choose free and a reason."),
    ("since", "32.1", "There is no such day in the calendar."),
    ("until", "1.1.2020", "The last day is before the first."), ("printed", "-3", "Write a whole number."),
])  # fmt: skip
def test_what_is_wrong_with_an_edition_is_said_at_its_field(sold: Seat, field: str, words: str, said: str) -> None:
    section = section_of(sold[2], "sold", Sold)
    before = sold[0].desk.read(editions.editions, TODAY, all=True)
    sold[1].click(section.new)
    fields = {"product": "Megafon", "edition": "12/2026", "buy": "50", "cover": "100"} | {field: words}
    write(sold, **fields)
    wrong = getattr(form(sold), field)
    assert seen(wrong) == said
    assert wrong.edit.hasFocus()
    assert sold[0].desk.read(editions.editions, TODAY, all=True) == before


def test_a_new_price_a_campaign_and_a_day_price(sold: Seat) -> None:
    section = section_of(sold[2], "sold", Sold)
    sold[1].click(section.new_price)
    write(sold, buy="60", cover="120", since="1.1.2027")
    sold[1].click(section.new_price)
    form(sold).kind.choose("campaign")
    form(sold).show_kind()
    write(sold, buy="40", since="1.12.2026")
    assert seen(form(sold).until) == "Write the last day."
    write(sold, until="24.11.2026", reason="Jul")
    assert seen(form(sold).until) == "The last day is before the first."
    write(sold, until="24.12.2026")
    sold[1].click(section.new_price)
    form(sold).kind.choose("day")
    form(sold).show_kind()
    assert not form(sold).cover.isVisible() and not form(sold).until.isVisible()
    write(sold, buy="25")
    assert seen(form(sold).reason) == "Write in a few words why."
    write(sold, reason="Regn")
    assert rows(section.prices) == text(f"""
        Price  01.01.2027–  60 kr  120 kr  –  –
        Campaign  01.12.2026–24.12.2026  40 kr  100 kr  Jul  –
        Day price  {TODAY:%d.%m.%Y}  25 kr  100 kr  Regn  Now
        Price  {EARLIER:%d.%m.%Y}–  50 kr  100 kr  –  –
    """)
    assert rows(section.editions) == f"Megafon 11/2026  {EARLIER:%d.%m.%Y}–  25 kr  100 kr  1 200"


def test_a_price_is_ended_with_a_reason_and_what_held_before_holds_again(sold: Seat) -> None:
    edition = sold[0].desk.read(editions.editions, TODAY)[0].id
    do(sold, editions.day_price, edition=edition, day=TODAY, buy_ore=2_500, reason="Regn")
    section = section_of(sold[2], "sold", Sold)
    sold[1].click(section.end_price)
    assert plain(form(sold).words.text()) == f"25 kr a copy, {TODAY:%d.%m.%Y}. What was sold for it stands."
    write(sold)
    assert seen(form(sold).reason) == "Write in a few words why."
    write(sold, reason="feil")
    assert rows(section.prices) == f"Price  {EARLIER:%d.%m.%Y}–  50 kr  100 kr  –  Now"


def test_an_edition_is_edited(sold: Seat) -> None:
    section = section_of(sold[2], "sold", Sold)
    sold[1].click(section.change)
    write(sold, edition="Nr. 11", printed="1 500", last="1.1.2020")
    assert seen(form(sold).last) == "The last day is before the first."
    write(sold, last="30.11.2026")
    assert rows(section.editions) == f"Megafon Nr. 11  {EARLIER:%d.%m.%Y}–30.11.2026  50 kr  100 kr  1 500"


def test_products_and_publications_get_names_and_a_product_another_publication(sold: Seat) -> None:
    do(sold, editions.set_edition, product="Julebok", edition="2026", buy_ore=10_000, cover_ore=20_000, since=EARLIER)
    section = section_of(sold[2], "sold", Sold)
    section.products.step(-5)
    sold[1].click(section.move_product)
    form(sold).publication.choose(section.publications[1][0])
    form(sold).send()
    assert rows(section.products) == "Megafon  Julebok\nMegafon  Megafon"
    sold[1].click(section.rename_publication)
    write(sold, name="Gatemagasinet")
    section.products.step(-5)
    sold[1].click(section.rename_product)
    write(sold, name="Megafon")
    assert seen(form(sold).name) == "There is a product with that name already."
    write(sold, name="")
    assert seen(form(sold).name) == "Write its name."
    write(sold, name="Julemagasinet")
    assert rows(section.products) == "Gatemagasinet  Julemagasinet\nGatemagasinet  Megafon"


# Outlets -------------------------------------------------------------------------------------------------------------


def test_outlets_are_added_renamed_closed_and_opened_again(sold: Seat) -> None:
    work, hands, page = sold
    section = section_of(page, "outlets", Outlets)
    assert section.none.isVisible() and not section.rename.isVisible()
    hands.click(section.new)
    write(sold)
    assert seen(form(sold).name) == "Write its name."
    write(sold, name="Hallvardsstuen")
    hands.click(section.new)
    write(sold, name="Strax-huset")
    edition = work.desk.read(editions.editions, TODAY)[0].id
    here = next(o.id for o in work.desk.read(outlets.outlets) if o.name == "Hallvardsstuen")
    do(sold, stock.receive, outlet=here, edition=edition, copies=30, day=TODAY, at_minute=480)
    assert rows(section.table) == "Hallvardsstuen  30  –  is open\nStrax-huset  –  –  is open"
    section.table.mark(here)
    hands.click(section.rename)
    write(sold, name="strax-huset")
    assert seen(form(sold).name) == "There is an outlet with that name already."
    write(sold, name="Hallvards stue")
    hands.click(section.close_button)
    assert hands.heard[-1] == "Hallvards stue is closed. 30 copies lie there still."
    assert rows(section.table) == "Hallvards stue  30  –  closed\nStrax-huset  –  –  is open"
    hands.click(section.close_button)
    assert hands.heard[-1] == "Hallvards stue is open again."


def test_the_float_of_the_marked_outlet(seat: Seat) -> None:
    here = do(seat, outlets.found_outlet, name="Hallvardsstuen")
    section = section_of(seat[2], "outlets", Outlets)
    section.rules.text.set("500")
    seat[1].click(section.rules.set_button)
    assert plain(rows(section.table)) == "Hallvardsstuen  –  500 kr  is open"
    assert seat[0].desk.read(rules.rules, here).on(TODAY, "float_ore") == 50_000
    section.rules.text.set("mye")
    seat[1].click(section.rules.set_button)
    assert seen(section.rules.text) == "Write kroner, as in 200 or 200,50."


# Rules ---------------------------------------------------------------------------------------------------------------


def test_every_rule_of_the_desk_is_set_shown_and_read(sold: Seat) -> None:
    work, hands, page = sold
    do(sold, outlets.found_outlet, name="Hallvardsstuen")
    section = section_of(page, "desk_rules", DeskRules)
    assert [section.about.itemText(n) for n in range(section.about.count())] == [
        "The publication Megafon", "The product Megafon", "The outlet Hallvardsstuen", "This laptop", "The whole workplace",
    ]  # fmt: skip
    typed = {"credit_limit": "500", "card_fee_ore": "50", "card_months": "6", "card_found": "Ring 55 00 00 00",
             "return_days": "14", "starter_copies": "5", "float_ore": "300", "letter": "h"}  # fmt: skip
    stands = {}
    for place in range(section.about.count()):
        section.about.setCurrentIndex(place)
        section.about.chosen.emit(section.about.value)
        kind, about = section.about.value
        for key in OF[kind]:
            editor = section.rules
            editor.rule.choose(key)
            editor._fit()
            editor.text.set(typed.get(key, ""))
            hands.click(editor.set_button)
            stands[kind, key] = work.desk.read(rules.rules, about).on(TODAY, key)
        section.rules.since.set_day(TODAY)
    assert stands == {
        ("publication", "credit_limit"): 50_000, ("publication", "card_fee_ore"): 5_000, ("publication", "card_months"): 6,
        ("publication", "card_found"): "Ring 55 00 00 00", ("product", "returns"): True, ("product", "return_days"): 14,
        ("product", "starter_copies"): 5, ("outlet", "float_ore"): 30_000, ("laptop", "letter"): "H",
        ("workplace", "card_found"): "Ring 55 00 00 00",
    }  # fmt: skip
    assert {key for _kind, key in stands} == set(rules.RULES) == set(DESK_RULES)
    section.about.setCurrentIndex(0)
    section.about.chosen.emit(section.about.value)
    assert rows(section.rules.table).splitlines()[0] == plain(f"Credit limit  500,00 kr  {TODAY:%d.%m.%Y}  Now")
    assert work.desk.read(settling.own_laptop)


@pytest.mark.parametrize(("key", "words", "said"), [
    ("credit_limit", "", "Write kroner, as in 200 or 200,50."),
    ("credit_limit", "mye", "Write kroner, as in 200 or 200,50."), ("card_months", "", "Write a whole number."),
    ("card_fee_ore", "-1", "Write kroner, as in 200 or 200,50."),
])  # fmt: skip
def test_nonsense_is_said_at_the_field_and_nothing_is_set(sold: Seat, key: str, words: str, said: str) -> None:
    editor = section_of(sold[2], "desk_rules", DeskRules).rules
    editor.rule.choose(key)
    editor._fit()
    editor.text.set(words)
    sold[1].click(editor.set_button)
    assert seen(editor.text) == said
    assert editor.none.isVisible()


def test_a_limit_is_taken_away_from_a_day_on(sold: Seat) -> None:
    work, hands, page = sold
    editor = section_of(page, "desk_rules", DeskRules).rules
    publication = work.desk.read(editions.publications)[0][0]
    do(sold, rules.rule, about=publication, key="credit_limit", value=50_000, since=EARLIER)
    assert editor.ends.text() == "No limit" and editor.text.edit.isEnabled()
    hands.click(editor.ends)
    assert not editor.text.edit.isEnabled()
    hands.click(editor.set_button)
    assert hands.heard[-1] == f"The publication Megafon: Credit limit no longer holds from {TODAY:%d.%m.%Y}."
    assert rows(editor.table) == plain(
        f"Credit limit  No limit  {TODAY:%d.%m.%Y}  Now\nCredit limit  500,00 kr  {EARLIER:%d.%m.%Y}  before"
    )
    assert work.desk.read(rules.rules, publication).on(TODAY, "credit_limit") is None
    assert editor.text.edit.isEnabled() and not editor.ends.isChecked()
    editor.rule.choose("card_months")
    editor.rule.chosen.emit("card_months")
    assert not editor.ends.isVisible(), "a card is valid for some time"
    hands.press("Ctrl+Z")
    assert work.desk.read(rules.rules, publication).on(TODAY, "credit_limit") == 50_000


def test_where_nothing_is_sold_the_rules_say_so(seat: Seat) -> None:
    section = section_of(seat[2], "desk_rules", DeskRules)
    assert section.nothing.isVisible()
    assert section.about.count() == 2  # this laptop, and the workplace


def test_only_the_office_and_managers_have_them(seat: Seat) -> None:
    work, _hands, _page = seat
    work.desk._acting = Acting(id=OTHER, name="Dagny", roles=frozenset({"desk"}))
    other = Work(work.desk, Prefs(work.prefs.folder))
    page = other.go("settings")
    assert isinstance(page, Settings)
    assert not {"sold", "outlets", "desk_rules"} & set(page.kinds)
    other.deleteLater()
