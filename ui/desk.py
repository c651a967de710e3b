"""The open workplace as the screens see it: one place to read through, one to act through, one that tells.

    board = desk.read(attendance.day_board, programme, day)
    desk.do(standing.mark, _("{name} is present."), person=…, …)

`do` opens one unit of work, calls one verb, commits, and only then announces. A refusal (UserFacingError) is told through
`refused` and nothing has changed. Nothing here outlives the place: lock it, and the desk is empty.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alfdesk.journal import Acting
    from alfdesk.store.workplace import Place


class Refused:
    """What `do` returns when the verb said no; false, and nothing else."""

    def __bool__(self) -> bool:
        return False


REFUSED = Refused()


@dataclass(frozen=True, slots=True)
class Done:
    """What was just done, for the strip at the foot."""

    sentence: str
    can_undo: bool


class Desk(QObject):
    """Signals come after the commit: `wrote` with the tables it touched, `done` with the sentence."""

    wrote = Signal(frozenset)
    done = Signal(object)  # Done
    refused = Signal(str)

    def __init__(self, place: Place, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.place = place
        self._acting: Acting | None = None
        self._held: set[str] | None = None  # what is told while another thread has the place
        self._told = False
        place.listen(self._heard)
        from alfdesk import staff

        self.practice: bool = self.read(staff.is_practice)
        self.organisation: str = self.read(staff.organisation_of)

    # Who, and when -----------------------------------------------------------------------------------------------

    @property
    def acting(self) -> Acting:
        if self._acting is None:
            self._acting = self.place.acting()
        return self._acting

    def may(self, *roles: str) -> bool:
        """Whether whoever is at the desk has one of these roles (an administrator has them all)."""
        return not roles or bool(self.acting.roles & {*roles, "administrator"})

    def now(self) -> datetime:
        """The moment now, local, by the workplace's own clock."""
        return datetime.fromtimestamp(self.place.clock() / 1000)

    def today(self) -> date:
        return self.now().date()

    def minute(self) -> int:
        """Minutes after midnight, now."""
        now = self.now()
        return now.hour * 60 + now.minute

    # Reading and acting ------------------------------------------------------------------------------------------

    def read(self, function: Callable[..., Any], *args: Any, **named: Any) -> Any:
        """One read: finished records, no row left over."""
        with self.place.read() as session:
            return function(session, *args, **named)

    def do(
        self, act: Callable[..., Any], said: str | Callable[[Any], str] = "", *, batch: bool = False,
        can_undo: bool = True, **named: Any,
    ) -> Any:  # fmt: skip
        """One verb, committed. Returns what the verb returned, or REFUSED after telling why.

        `said` is the sentence for the foot, or what makes it from the verb's answer; empty says nothing. When nothing
        had to be written (the same mark twice), the sentence is said without an offer to undo.
        """
        try:
            with self.place.write(batch=batch) as work:
                answer = act(work, **named)
        except UserFacingError as error:
            self.refused.emit(error.sentence)
            return REFUSED
        sentence = said(answer) if callable(said) else said
        if sentence:
            self.done.emit(Done(sentence, can_undo and self.place.last is not None))
        return answer

    @contextmanager
    def telling(self) -> Iterator[None]:
        """For what is no verb (a file, a passphrase): a refusal inside is told the same way."""
        try:
            yield
        except UserFacingError as error:
            self.refused.emit(error.sentence)

    def undo(self) -> bool:
        """Take back the newest act of this laptop that stands."""
        return self._back("last_act", "undo", _("Taken back: {act}"), _("There is nothing more to undo."))

    def redo(self) -> bool:
        """Do again what was taken back last."""
        return self._back("last_undo", "redo", _("Done again: {act}"), _("There is nothing to do again."))

    def _back(self, which: str, verb: str, said: str, nothing: str) -> bool:
        from alfdesk import journal, told

        with self.place.read() as session:
            act = getattr(journal, which)(session)
            words = told.act_words(session, act) if act else ""
        if act is None:
            self.refused.emit(nothing)
            return False
        done = self.do(
            getattr(journal, verb), said.format(act=words), batch=True, can_undo=False, stream=act.stream, seq=act.seq
        )
        return done is not REFUSED

    def looked(self, what: str, person: bytes | None = None) -> None:
        """Note in this laptop's own log that a card was opened or a sheet printed."""
        with self.telling():
            self.place.looked(what, person)

    def close(self) -> None:
        """Let go of the place, its key, and the private keys of whoever was here."""
        from alfdesk.store.slots import Keys

        self._acting = None
        self.place.close()
        self.place.keys = Keys("", b"")

    def hold(self) -> None:
        """Another thread has the place to itself: nobody here reads or writes until `release`."""
        self._held, self._told = set(), False

    def release(self) -> None:
        """The place is the window's again; what was written meanwhile is told now. No tables: all may have changed."""
        held, self._held = self._held or set(), None
        if self._told:
            self._acting = None
            self.wrote.emit(frozenset(held))

    def _heard(self, written: Any) -> None:
        if self._held is not None:
            self._told = True
            self._held.update(written.topics)
        else:
            self.wrote.emit(frozenset(written.topics))
