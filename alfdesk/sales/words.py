"""What stands for the codes of the desk: ways to pay, reasons, what moved."""

from __future__ import annotations

from ..i18n import marked

PAYMENTS = {
    "cash": marked("Cash"),
    "vipps": marked("Vipps"),
    "credit": marked("Credit"),
    "held": marked("Held for the seller"),
    "free": marked("Free"),
    "return": marked("Return"),
}

# Why copies cost nothing: a reason, and never a price of zero.
FREE = {
    "starter": marked("Starter copies"),
    "gift": marked("Gift"),
    "campaign": marked("Campaign"),
    "other": marked("Other reason"),
}

# Why a seller has a break. What it says of her health or her life stays out of it.
BREAKS = {
    "own_wish": marked("Own wish"),
    "rules": marked("Broke the seller rules"),
    "agreement": marked("By agreement"),
    "other": marked("Other reason"),
}

MOVES = {
    "sale": marked("Sold"),
    "free": marked("Given away"),
    "return": marked("Returned"),
    "received": marked("Received from the printer"),
    "sent": marked("Sent"),
    "arrived": marked("Arrived"),
    "pulped": marked("Pulped"),
    "lost": marked("Lost"),
    "given_back": marked("Sent back to the printer"),
    "counted": marked("Counted"),
    "repaid": marked("Repaid"),
    "paid_out": marked("Paid out to a seller"),
    "fee": marked("Fee for a card"),
    "cash_in": marked("Money into the till"),
    "cash_out": marked("Money out of the till"),
}
