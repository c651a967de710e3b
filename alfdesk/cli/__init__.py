"""The command line: the second front end over the same verbs.

    frame.py            exit codes, the passphrase, JSON or text, what a refusal and a bug look like
    workplace.py        init, staff, recovery, check, digest, rebuild, backup, restore, undo, log, demo
    people.py           people, programmes
    attendance.py       attendance, lottery, print
    pay.py, pay_bag.py  the week's money; the cash bag
    exchange.py         parcels between laptops

Nothing heavy is imported before the command is known: `alfdesk digest` answers without SQLAlchemy.
"""

from __future__ import annotations

from .frame import main

__all__ = ["main"]
