"""Sheets: finished records in, PDF bytes out. No session, no Qt, no clock: the same record gives the same bytes."""
