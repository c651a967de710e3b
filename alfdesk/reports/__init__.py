"""Sheets: finished records in, the bytes of a PDF out. One file per sheet, `page_style` for all of them.

Importing this package costs nothing; each sheet loads reportlab when it is itself imported.
"""
