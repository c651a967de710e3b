"""What a week's list says otherwise than the week before: who is new, gone, or has two days more or less. No Qt."""

from __future__ import annotations

from typing import Any

from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext

MANY = 2  # days more or less that are worth a look


def differences(before: Any, now: Any) -> list[tuple[str, str]]:
    """(heading, names) for each kind there is, in that order. Both are weeks."""
    then = {line.person: line for line in before.lines}
    here = {line.person: line for line in now.lines}
    found = []
    new = [line.name for line in now.lines if line.person not in then]
    gone = [line.name for line in before.lines if line.person not in here]
    if new:
        found.append((ngettext("{count} new", "{count} new", len(new)).format(count=len(new)), ", ".join(new)))
    if gone:
        found.append((ngettext("{count} gone", "{count} gone", len(gone)).format(count=len(gone)), ", ".join(gone)))
    apart = []
    for line in now.lines:
        if line.person in then:
            by = len(line.days) - len(then[line.person].days)
            if abs(by) >= MANY:
                days = ngettext("{count} day", "{count} days", abs(by)).format(count=abs(by))
                apart.append(f"{line.name} {'+' if by > 0 else '−'}{days}")
    if apart:
        found.append((_("Two days more or less"), ", ".join(apart)))
    return found
