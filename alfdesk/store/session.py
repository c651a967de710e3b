"""Sessions for reading: mapped classes, and no way past the door.

Reads name classes only. Rows that are voided, or only half there yet, are left out here and nowhere else; a read that
wants them says `execution_options(voided=True)`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.orm import ORMExecuteState, Session, sessionmaker, with_loader_criteria

from ..models.base import Edited, kinds

_criteria: dict[frozenset[str], tuple[Any, ...]] = {}


def _shown() -> tuple[Any, ...]:
    known = frozenset(kinds())
    if known not in _criteria:
        options = []
        for kind in kinds().values():
            model: Any = kind.model
            if kind.is_fact:
                options.append(with_loader_criteria(model, model.voided == 0, include_aliases=True))
            elif issubclass(kind.model, Edited):
                for name in kind.model.needs:
                    shown = getattr(model, name).is_not(None)
                    options.append(with_loader_criteria(model, shown, include_aliases=True))
        _criteria[known] = tuple(options)
    return _criteria[known]


def sessions(engine: Engine) -> sessionmaker[Session]:
    """Sessions on this engine that read and refuse to flush."""
    maker = sessionmaker(engine, autoflush=False, expire_on_commit=True)

    @event.listens_for(maker, "do_orm_execute")
    def leave_out(state: ORMExecuteState) -> None:
        if state.is_select and not state.execution_options.get("voided"):
            state.statement = state.statement.options(*_shown())

    @event.listens_for(maker, "before_flush")
    def refuse(session: Session, _context: Any, _instances: Any) -> None:
        if session.new or session.dirty or session.deleted:
            raise RuntimeError("write through a verb: work.add, work.change or work.void")

    return maker
