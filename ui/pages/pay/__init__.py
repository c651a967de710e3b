"""Pay (Lønn): a programme's week from hours to a locked sheet; a day paid in cash; the cash bag.

page           the week: which week, how far it has come, what must be looked at, the lines, the next step
week_step steps_strip troubles table words     its parts: ◀ week ▶, five steps, the band, the columns, the words
here finding   which programme; whoever is found on a list and signed for
commands       what can be done on the page; questions: what is asked and read before a step
acts           what the steps do, who may, and what each is told as
line_panel     one person's week beside the list; deduct: something held back
my_week        the screen turned to the person: her own week and nothing else; sum_rows: what a sum is made of
reading        what is read before attesting and approving; differences: what is unlike last week
prints         the sheets of a week, and the same as tables
pay_day        a day paid out in cash, team by team
cash_bag       bags out and back; counting: money by note and coin
"""

from __future__ import annotations

from .cash_bag import CashBag
from .page import Pay
from .pay_day import PayDay

__all__ = ["CashBag", "Pay", "PayDay"]
