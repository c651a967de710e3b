"""Alfdesk: what is true and what is allowed."""

__version__ = "0.1.0"
