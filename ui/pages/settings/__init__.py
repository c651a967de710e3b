"""The settings.

    page.py          the list of sections, the one in front
    section.py       what a section is; work that takes its time
    my_look.py       how the window looks, reads and locks: everyone's own
    programmes.py    programmes and teams; rules.py: their dated rules; rule_words.py: rules in words
    workplace.py     phone, closed days, reasons to turn away
    sold.py          editions, prices, products and publications; sold_forms.py: what is written about them
    outlets.py       outlets and their floats
    desk_rules.py    dated rules of the sales desk
    staff.py         who signs in
    laptops.py      who is with us, who is barred; let_in.py: a new one, by its request and code
    keeping.py       backup, check, who is due for erasure
    last_acts.py     what was done last, and the way back
"""

from .page import Settings

__all__ = ["Settings"]
