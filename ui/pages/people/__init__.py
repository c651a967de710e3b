"""Personer: everyone there is, and each one's card beside the list.

    page.py         the list: box, filters, table, and what opens beside it
    card_panel.py   the card: who, today, messages, twelve weeks, programmes
    card_parts.py   its parts
    card_edit.py    the fields, each saved when it is left
    card_acts.py    what is written on a card: message, enrolment, number, photograph
    seller_part.py  whether she sells, and the way to all about it (ui/selling/)
    weeks_grid.py   the last twelve weeks as squares and signs
    told_panel.py   history, and who has looked
    new_person.py   somebody new
    erase.py        personal data erased for ever
"""

from .page import People

__all__ = ["People"]
