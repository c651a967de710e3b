"""Words of the roles, where a person is named."""

from __future__ import annotations

from collections.abc import Iterable

from alfdesk.i18n import marked, worded

ROLES = {
    "administrator": marked("administrator"),
    "manager": marked("manager"),
    "office": marked("the office"),
    "desk": marked("the desk"),
    "supervisor": marked("supervisor"),
}


def role_words(roles: Iterable[str]) -> str:
    """The widest of these roles, in words."""
    mine = set(roles)
    return next((worded(words) for role, words in ROLES.items() if role in mine), "")
