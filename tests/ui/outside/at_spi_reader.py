"""Reads the accessibility tree of the program "Alfdesk" as a screen reader does, from outside. Prints it as JSON lines.

Run by the system's own Python, which has the introspection libraries: python3 at_spi_reader.py [SECONDS]
"""

import json
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402


def walk(node, depth=0):
    if node is None or depth > 30:
        return
    states = node.get_state_set()
    yield {
        "role": node.get_role_name(), "name": node.get_name() or "", "about": node.get_description() or "",
        "focusable": states.contains(Atspi.StateType.FOCUSABLE), "focused": states.contains(Atspi.StateType.FOCUSED),
        "showing": states.contains(Atspi.StateType.SHOWING), "checked": states.contains(Atspi.StateType.CHECKED),
        "depth": depth,
    }
    for number in range(min(node.get_child_count(), 400)):
        yield from walk(node.get_child_at_index(number), depth + 1)


def program(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        desktop = Atspi.get_desktop(0)
        for number in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(number)
            if child is not None and child.get_child_count() > 0:
                return child
        time.sleep(0.3)
    return None


found = program(float(sys.argv[1]) if len(sys.argv) > 1 else 20)
for line in walk(found) if found is not None else ():
    print(json.dumps(line, ensure_ascii=False))
