"""The street-paper desk: editions and prices, outlets and stock, sellers and their accounts, the till and its settlement.

    editions.py     publications, products, editions, dated prices; change_over.py from one edition to the next
    outlets.py      outlets; stock.py what lies where: received, sent, confirmed, pulped, lost, given back
    counting.py     a stock count that may run while the desk sells; moves.py the last moves that were no sale
    rules.py        dated rules: limits, returns, floats, fees, the settlement's letter
    sellers.py      who sells: number, card, rules, notes, breaks; spots.py where they stand
    selling.py      the sale, the return, what is free; usual.py the number a seller usually takes
    accounts.py     what a seller owes, what is held for her, and how it is settled
    till.py         the float, cash in and out, what the till should hold; settling.py the day's settlement
    paper.py        the desk's paper list read in; paper_list.py looks at it line by line
    desk.py         what the page shows: the seller, the editions, the last sales; acts.py the journal in words
    waiting.py      what waits: on the road, not settled, not counted, ending, over a limit
    statement.py    reads for sheets: her statement; stock_figures.py the stock list, the edition report
    records.py      finished records, those of stock in stock_records.py; words.py what stands for a code

It is no cash register, and nothing of it may look like one: no receipts, no Z report.
"""
