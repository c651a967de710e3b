"""I dag: the first page of the morning. Day work and standing crews are two views of it, one programme at a time.

    page.py            the page: which programme, which day, the box, the counts
    view.py            what both views are
    crew.py            standing crew: tiles (tap and keys), with crew_box.py the box
      status_panel.py  one person's day, over the tiles; status_buttons.py the five statuses, large
      roll.py said.py  closing the roll; what is said of a day
    day_work.py        queue → places → teams, with queue_*.py and team_board.py
    finding.py         letters, numbers and cards → people
    paper.py           the paper list typed in later: sheet.py its grid, drafts.py what is not put in yet
"""

from .page import Today
from .paper import PaperList

__all__ = ["PaperList", "Today"]
