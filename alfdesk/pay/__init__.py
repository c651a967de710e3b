"""The week's money: reckoned, prepared, attested, approved, paid and locked; paid on the day; and the cash bag.

    reckon.py       a day → what it comes to
    ledger.py       a programme's weeks: what stands, what was corrected since, what is still outstanding
    held_against.py snapshots of other laptops beside what is said here
    week.py         one week as a finished record; troubles.py what is to be looked at first
    steps.py        prepare, attest, approve, pay, lock; sent back; deductions
    payouts.py      cash on the day, and line by line
    bag.py          the cash bag
    own.py          a person's own week, in sentences and on her slip
    records.py      those records; words.py what acts of pay are called

Nothing is imported here: a sheet that needs `records` must not bring the database along.
"""
