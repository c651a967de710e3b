"""The least any program would have to do for the same result, in plain driver code: what each figure stands beside.

`opened` gives the file the same settings that Alfdesk gives it. Each program is at most 30 lines
of code with `opened` among them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver


def opened(path: Path, key: bytes) -> Any:
    connection = driver.connect(str(path), isolation_level=None)
    for pragma in (
        f"key=\"x'{key.hex()}'\"", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON",
        "trusted_schema=OFF", "temp_store=MEMORY", "cache_size=-65536",
    ):  # fmt: skip
        connection.execute(f"PRAGMA {pragma}")
    return connection
