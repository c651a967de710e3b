"""Screens that are no pages, for the contact sheets and the audit: each a context that yields a shown window."""

from __future__ import annotations

from collections.abc import Callable

SCREENS: dict[str, Callable] = {}
