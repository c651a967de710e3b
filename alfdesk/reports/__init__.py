"""Sheets: finished records in, PDF bytes out. No session, no Qt, no clock: the same record gives the same bytes."""

from ..late_modules import come_late

come_late("PIL.Image")  # reportlab imports it
