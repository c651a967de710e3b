"""Parcels: laptops that share one journal by carrying files. No network, no server, any order, any loss.

    laptops.py     the roster's verbs: keys, a new laptop by request and code, a lost one barred, an entry declared lost
    joining.py     a new laptop: asking, and joining by the welcome
    parcel.py      a parcel out
    reading.py     a parcel in: verified, tried, taken, taken back; what is put aside
    admit.py       which entries are let in, and which wait
    healing.py     what an erasure took that does not count any more
    reports.py     what each laptop has said that it has
    status.py      who has what, what waits, who has been silent; lives.py  since when, let in and barred by whom
    said.py        what a parcel brings, in words; details.py  person by person; words.py  what is said of a file refused
    outgoing.py    what a parcel would bring, before it is made;  lying.py  the files on a stick, told apart
    roster.py      who is who by the signed journal
    tips.py        what a laptop has, in a few items; how far each has vouched for what it wrote
    lines.py       an entry as a line of JSON
    numbered.py    ids by number in a parcel
    container.py   the file: prefix, age, signed manifest, packed body
    going_back.py  a chosen backup put back into the open workplace
    stick.py       the disk as parcels see it

Only what changes the roster is an entry. Making, reading and joining write this laptop's own log (`parcel`, `report`,
`waiting`, `signed_head`), so that equal sets of entries give equal digests.
"""
