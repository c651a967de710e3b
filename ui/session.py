"""What takes its time before the work begins, with no Qt. On another thread (ui/tasks.py), each gives an open place.

Everything heavy (SQLAlchemy, the tables, the driver) is loaded here and by `warm`, never before the first paint.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from glob import escape
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from alfdesk import paths

if TYPE_CHECKING:
    from alfdesk.store.workplace import Place

Clock = Callable[[], int]

# One thread at a time loads the heavy rooms: of two that import the same circle of modules, one may be handed a half.
_loading = threading.Lock()


def _load() -> None:
    """What reads and verbs need, loaded once by whoever comes first; the others wait."""
    with _loading:
        from alfdesk import demo, staff  # noqa: F401
        from alfdesk.store import workplace

        workplace.warm()


def is_there(folder: Path) -> bool:
    """Whether there is a workplace in the folder. Asks the disk only."""
    return (folder / paths.DATABASE).exists() or (folder / paths.SLOTS).exists()


def has_asked(folder: Path) -> bool:
    """Whether this profile waits for a welcome. Asks the disk only."""
    return (folder / paths.ASKED).exists()


def workplaces(root: Path) -> list[Path]:
    """The folders of the workplaces on this laptop: this one, and those numbered beside it. Asks the disk only."""
    beside = [f for f in root.parent.glob(f"{escape(root.name)}-*") if f.name[len(root.name) + 1 :].isdecimal()]
    ordered = [root, *sorted(beside, key=lambda f: int(f.name[len(root.name) + 1 :]))]
    return [f for f in ordered if is_there(f) or has_asked(f)]


def next_folder(root: Path) -> Path:
    """Where one more workplace is made: the first number that is free."""
    return next(f for n in count(2) if not (f := root.with_name(f"{root.name}-{n}")).exists())


def practice_of(folder: Path) -> Path:
    """Where the practice workplace of this profile lies: beside it, in a folder of its own."""
    return folder.with_name(f"{folder.name}-practice")


def warm(folder: Path) -> bool:
    """Load what the first page needs, while a passphrase is being typed. True where one person signs in alone."""
    _load()
    from alfdesk.store import slots

    with _loading:
        from datetime import date

        from alfdesk import weeks
        from alfdesk.attendance import reads  # noqa: F401

        from . import page, work  # noqa: F401

        page.found()
        from alfdesk.pay import bag, own, payouts  # noqa: F401
        from alfdesk.store.session import Ready

        from .pages.pay import line_panel, reading  # noqa: F401
        from .pages.today import crew, day_work  # noqa: F401

        weeks.red_day(date.today())  # the calendar of red days takes as long to load as all the rest
        Ready.put_together()
    return (folder / paths.SLOTS).exists() and slots.read(folder / paths.SLOTS).only() is not None


def open_place(folder: Path, name: str, passphrase: str, clock: Clock | None = None) -> Place:
    """The workplace, opened by a member of staff. Raises UserFacingError."""
    _load()
    from alfdesk.store import workplace

    known = workplace.derive(folder, name=name, passphrase=passphrase)
    return _ready(workplace.open_known(folder, known, **_clock(clock)))


def is_owner(folder: Path, owner: bytes, name: str, passphrase: str) -> bool:
    """Whether this is the passphrase of the member who has the place open. It stays open. Raises UserFacingError."""
    from alfdesk.store import workplace

    return workplace.derive(folder, name=name, passphrase=passphrase).owner == owner


def recover(folder: Path, secret: str, name: str, passphrase: str, clock: Clock | None = None) -> Place:
    """With the recovery sheet: a new passphrase for a member, and then the usual way in. Raises UserFacingError."""
    _load()
    from alfdesk import staff
    from alfdesk.store import workplace

    with workplace.open_with_paper(folder, secret=secret, **_clock(clock)) as place:
        staff.take_over(place, name=name, passphrase_=passphrase)
        with place.read() as session:
            name = next(m.name for m in staff.members(session) if m.id == place.owner)
    return open_place(folder, name, passphrase, clock)


def found(
    folder: Path, *, organisation: str, laptop: str, name: str, passphrase: str, clock: Clock | None = None
) -> Place:
    """A new workplace; whoever founds it is its administrator. Raises UserFacingError."""
    _load()
    from alfdesk import staff

    place = staff.found(
        folder, organisation=organisation, laptop=laptop, name=name, passphrase_=passphrase, **_clock(clock)
    )
    return _ready(place)


def asked(folder: Path) -> tuple[str, str] | None:
    """Name and code of the request that this profile waits with."""
    _load()
    from alfdesk.exchange import joining

    return joining.asked(folder)


def ask(folder: Path, laptop: str, out: Path) -> tuple[Path, str]:
    """Ask to join a workplace: the request's file, and its code. Raises UserFacingError."""
    _load()
    from alfdesk.exchange import joining

    made = joining.request(folder, laptop, out)
    return made.path, made.code


def ask_no_more(folder: Path) -> None:
    """The request goes, and its keys."""
    from alfdesk.exchange import joining

    joining.give_up(folder)


def join(folder: Path, welcome: Path, name: str, passphrase: str, clock: Clock | None = None) -> Place:
    """Join by the welcome, as a member of staff. Raises UserFacingError; then nothing has changed."""
    _load()
    from alfdesk.exchange import joining

    return _ready(joining.join(folder, welcome, name=name, passphrase_=passphrase, **_clock(clock)))


def practise(folder: Path) -> Place:
    """The practice workplace, made when it isn't there yet, opened as the first of its staff. Raises as the others."""
    _load()
    import json
    from datetime import date

    from alfdesk import demo

    name = json.loads((paths.RESOURCES / "demo" / "workplace.json").read_text("utf-8"))["staff"][0][0]
    if not is_there(folder):
        demo.make(folder, today=date.today())
    return open_place(folder, name, demo.PASSPHRASE)


def _clock(clock: Clock | None) -> dict[str, Clock]:
    return {"clock": clock} if clock is not None else {}


def _ready(place: Place) -> Place:
    """One read, so that the first page finds everything loaded."""
    from alfdesk import staff

    with place.read() as session:
        staff.is_practice(session)
    return place
