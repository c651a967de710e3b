"""Utveksle: parcels out and in, and the copy that is kept.

    page.py        the cards, who has what; it stands on
    sending.py     parcels out           receiving.py  parcels in            keeping.py  backups
    out_card.py    a parcel out          in_card.py    the files that lie on sticks and in the folder
    keep_card.py   the backup            go_back.py    one that is taken back, and what that would lose
    review.py      a file looked through before anything changes; sorts.py  a line of it, and who is behind it
    questions.py   what only a person can decide
    after.py       what must be seen: taken in and the way back, what waits, what was put aside
    table.py       laptops by laptops    what_panel.py what a parcel holds
    commands.py    what can be done
    acts.py        what is done with the core, each under a cover that can be cancelled (dialogs/working)
    watched.py     the disk a piece at a time
    places.py      where parcels lie: sticks, the folder that is remembered, what was put aside
    cards.py       the cards side by side, or one under the other
    words.py       moments and sizes as they are written here
"""

from .page import Exchange

__all__ = ["Exchange"]
