"""The sales desk of the street paper.

    page.py          outlet, edition, the day's figures; keys.py where keys go; commands.py what can be done
    counter.py       the sale as it is seen: seller_face.py who, large_edit.py the fields, pay_buttons.py the ways to pay,
                     edition_choice.py which edition
    sale.py          what happens there: asked and sold; finding.py who is meant; typed.py reads what is typed and scanned
    divide.py        one sale paid in several ways; asking.py what needs a reason
    edition_card.py  what is left, sold today, the till; last_sales.py the last ones; all_sales.py a whole day, voiding
    sellers.py       who sells: new_seller.py, print_cards.py; one of them is ui/selling/
    set_up.py        the first outlet, a new edition or price; confirm.py copies that were sent here
    panels.py        what opens from here; over_desk.py what these share; prints.py the sheets
    stock.py         what lies where: stock_acts.py sent and taken out, sendings.py on the way here, receive.py from the
                     printer, stock_moves.py the last moves, stock_count.py a count
    till.py          the float, money in and out; move_list.py moves and taking them back; note_count.py money counted
    settle.py        the day's settlement, blind; open_days.py which days; settlements.py those that were made
    change_over.py   from an old edition to the new one; change_parts.py its outlets and starter copies
    paper_list.py    what was sold without the laptop, read in from a file
    old_editions.py  what is no longer on sale, for returns
    leading.py       where a line of Å gjøre leads
    words.py         amounts, ways and sales in words; spoken.py what is read aloud
"""

from .page import Sales

__all__ = ["Sales"]
