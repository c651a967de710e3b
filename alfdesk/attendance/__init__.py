"""Attendance: who came, who was turned away, who was absent.

    record.py       the outcome of a day: what was said, corrections, minutes
    day_work.py     the queue: arrive, place, turn away, move, leave
    fixed.py        places that are kept for those who are enrolled
    standing.py     the same crew every day: mark, close the roll
    newcomer.py     somebody's first time, in one act
    lottery.py      a draw that anyone can repeat from the printout
    paper.py        a paper list typed in, many days at once
    lists.py        lists of people and days read in; people_list.py looks at people line by line
    board.py        the day as screens show it
    reads.py        the day, the week and the sheets, as finished records
    records.py      those records
    words.py        what outcomes are called

Nothing is imported here: a sheet that needs `records` must not bring the database along.
"""
