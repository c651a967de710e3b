"""What only a person can decide. Each question follows from the entries alone: laptops that have the same ask the same.

    records.py      a question as a finished record; its kinds and how its id is made
    every.py        all that are open
    watch.py        where a question may stand: kept from one time to the next, so that years cost nothing
    asking.py       who said what, when, and who could not have known of whom
    fields.py       a field changed at two places; entries that this version does not know
    days.py         a day said otherwise at two places, hours at two sites at once, more heads than places
    late.py         a day that came when its week was approved already
    money.py        paid twice; a week prepared twice
    registered.py   perhaps one person twice; one number with two people
    shelf.py        copies confirmed, taken back or counted by two who were apart
    tills.py        held money paid out twice, a till settled twice, a settlement's or a seller's number given twice
    listed.py       a paper list that was read in on two laptops
    restored.py     voided, and brought back at two places
    one_person.py   the answer that two registrations are one person, and how it is taken back by another answer
    answers.py      the answer: an entry like any other

Nothing is kept of a question. It is gone when the state that raised it is, or when somebody has said that it is right
as it stands (`Answered`). Which is why equal sets of entries give equal questions, whatever their order.
"""
