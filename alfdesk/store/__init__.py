"""The encrypted file and its keys.

    workplace.py   an open workplace: read, write, close; founding and opening
    engine.py      the driver, the pragmas, and what the disk's errors are called
    session.py     reading with mapped classes, and the refusal to flush
    slots.py       slots.json: who can open the file
    passphrase.py  six words, or one's own
    rekey.py       a new key for the whole file
    backup.py      checked copies, and back from them
    check.py       is everything there, and is it what was written
    locking.py     one program at a time
"""
