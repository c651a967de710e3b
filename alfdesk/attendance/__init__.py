"""Attendance: who came, who was turned away, who was absent.

    record.py       the outcome of a day: what was said, corrections, minutes
    day_work.py     the queue: arrive, place, turn away, move, leave
    standing.py     the same crew every day: mark, close the roll
    lottery.py      a draw that anyone can repeat from the printout
    lists.py        paper lists read in
    reads.py        the day, the week and the sheets, as finished records
    records.py      those records

Nothing is imported here: a sheet that needs `records` must not bring the database along.
"""
