"""How a tile is painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from .. import icons, tokens
from ..look import look
from .typeset import Typeset, plate

if TYPE_CHECKING:
    from .tiles import Tile


def paint_mark(painter: QPainter, box: QRectF) -> None:
    """The mark on a tile while something else has focus: an edge in the ink, inside the tile."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    wide = look.px(3)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.colour("text"), wide))
    painter.drawRoundedRect(box.adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2), look.px(8), look.px(8))


def paint_tile(painter: QPainter, box: QRectF, tile: Tile, words: Typeset, *, selected: bool = False) -> None:
    """One tile in `box`, with the view's own `words`."""
    if tile.heading:
        painter.setPen(look.colour("text"))
        high = words.face("h2")[1].height()
        words.draw(painter, tile.name, "h2", box.left(), box.bottom() - high / 2, box.width())
        return
    icon, colour = tokens.STATUS[tile.outcome]
    waits = tile.outcome is None
    wide = max(look.edge_width, 1 if waits else 2)
    fill = "sel" if selected else "surf" if waits else f"{colour}-tint"
    plate(painter, box, fill, "edge" if waits else colour, wide, look.px(8))
    text = look.colour("on-sel" if selected else "text")
    ink = text if selected else look.colour(colour)
    size = look.size("icon")
    pad = look.px(12 if box.width() > look.px(220) else 9)
    x = box.left() + pad
    icons.paint(painter, icon, ink, x, box.top() + (box.height() - size) / 2, size)
    x += size + pad
    right = box.right() - pad
    big = tokens.DENSITIES["glove" if look.glove else "normal"]
    name_size, small = big["name"], big["status"]
    name_high, small_high = words.face("name", name_size)[1].height(), words.face("label", small)[1].height()
    apart = look.px(4 if box.height() > look.px(60) else 1)
    top = box.top() + (box.height() - name_high - apart - small_high) / 2
    status = f"{tile.status}  {tile.time}".rstrip()
    aside = words.width(tile.aside, "label", small) if tile.aside else 0
    # What stands aside goes up beside the name where the status needs its whole line.
    up = bool(aside) and words.width(status, "label", small) + look.px(8) + aside > right - x
    name_end = right - (look.px(14) if tile.message else 0)
    name_middle, small_middle = top + name_high / 2, top + name_high + apart + small_high / 2
    painter.setPen(text)
    room = name_end - x - (aside + look.px(8) if up else 0)
    words.draw(painter, tile.name, "name", x, name_middle, room, size=name_size)
    if tile.message:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("later") if not selected else text)
        painter.drawEllipse(QRectF(right - look.px(9), name_middle - look.px(4), look.px(9), look.px(9)))
    painter.setPen(ink)
    words.draw(painter, status, "label", x, small_middle, right - x - (0 if up else aside), size=small)
    if tile.aside:
        end, middle = (name_end, name_middle) if up else (right, small_middle)
        words.draw(painter, tile.aside, "label", x, middle, end - x, size=small, right=True)
