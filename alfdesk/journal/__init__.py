"""The one door. Every act is an entry in a stream; the tables follow from the entries.

    entry.py     one act: its form, its hashes, its bytes
    write.py     verbs, units of work, this laptop's stream
    apply.py     entries in, tables out; rebuild
    history.py   who changed what, when; undo and redo
    digest.py    one number for the whole state
    clock.py     stamps
    tables.py    the journal's own tables, and the gate before every table
"""
