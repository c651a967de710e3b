"""The week's money: reckoned, prepared, attested, approved, paid and locked; paid on the day; and the cash bag."""
