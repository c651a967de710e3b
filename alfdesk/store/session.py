"""Sessions for reading: mapped classes, and no way past the door.

Reads name classes only. Rows that are voided, or only half there yet, are left out here and nowhere else; a read that
wants them says `execution_options(voided=True)`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.orm import ORMExecuteState, Session, sessionmaker, with_loader_criteria

from ..models.base import Edited, Fact

# Two options for all tables rather than one for each: they are part of every statement's cache key, and twenty of them
# cost more than the statement.
_SHOWN = (
    with_loader_criteria(Fact, lambda cls: cls.voided == 0, include_aliases=True),
    with_loader_criteria(Edited, lambda cls: cls.shown(), include_aliases=True),
)


def sessions(engine: Engine) -> sessionmaker[Session]:
    """Sessions on this engine that read and refuse to flush."""
    maker = sessionmaker(engine, autoflush=False, expire_on_commit=True)

    @event.listens_for(maker, "do_orm_execute")
    def leave_out(state: ORMExecuteState) -> None:
        if state.is_select and not state.execution_options.get("voided"):
            state.statement = state.statement.options(*_SHOWN)

    @event.listens_for(maker, "before_flush")
    def refuse(session: Session, _context: Any, _instances: Any) -> None:
        if session.new or session.dirty or session.deleted:
            raise RuntimeError("write through a verb: work.add, work.change or work.void")

    return maker
