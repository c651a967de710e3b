"""The accessibility audit: what is checked of every page, in every theme, size and language. Each fault is a sentence.

The numbers are those of the checklist in the accessibility statement (README). What looks at one widget at a time is
here; what needs acts (order of Tab, cancelling a press, errors, announcements) is in test_audit.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import (
    QAbstractButton, QAbstractItemView, QAbstractScrollArea, QApplication, QButtonGroup, QComboBox, QDialog, QLabel,
    QLineEdit, QScrollArea, QScrollBar, QWidget,
)  # fmt: skip

from ui import tokens
from ui.dialogs.overlay import Overlay
from ui.look import look
from ui.widgets.row_table import RowTable
from ui.widgets.text import Text


SMALLEST = (1366, 768)


def visible(root: QWidget) -> Iterator[QWidget]:
    """Every visible widget of ours in the window, children of combined controls left out; of what lies over a page,
    only that: nothing behind it can be reached, and it is dimmed."""
    over = next((w for w in reversed(root.findChildren(Overlay)) if w.isVisible()), root)  # the topmost
    for one in (over, *over.findChildren(QWidget)):
        if one.isVisible() and not isinstance(one, QScrollBar) and not one.objectName().startswith("qt_"):
            yield one


def where(one: QWidget) -> str:
    name = one.accessibleName() or (one.text() if isinstance(one, QLabel | QAbstractButton) else "")
    return f"{type(one).__name__} “{name[:30]}”"


def focusable(root: QWidget) -> list[QWidget]:
    return [
        w for w in visible(root)
        if w.isEnabled() and w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.focusProxy() is None
        and not isinstance(w, QScrollArea)
    ]  # fmt: skip


def faults(root: QWidget) -> list[str]:
    """Everything wrong that can be seen of the window as it stands."""
    return [
        *names(root), *opened_without_a_name(root), *lists(root), *painted(root), *small(root), *fits(root),
        *targets(root), *mnemonics(root), *contrasts(root),
    ]  # fmt: skip


def small(root: QWidget) -> Iterator[str]:
    """10: the whole window can be had on the smallest laptop."""
    hint = root.minimumSizeHint()
    if hint.width() > SMALLEST[0] or hint.height() > SMALLEST[1]:
        yield f"10 larger than the smallest laptop: {hint.width()} × {hint.height()}"


def names(root: QWidget) -> Iterator[str]:
    """1: everything that takes focus has a name and a role."""
    for one in focusable(root):
        face = QAccessible.queryAccessibleInterface(one)
        if face is None or not face.text(QAccessible.Text.Name).strip():
            yield f"1 no name: {where(one)}"


def opened_without_a_name(root: QWidget) -> Iterator[str]:
    """1: what opens over a page, or as a window of its own, says what it is."""
    for one in (root, *root.findChildren(Overlay), *root.findChildren(QDialog)):
        if one.isVisible() and isinstance(one, Overlay | QDialog) and not (one.accessibleName() or one.windowTitle()):
            yield f"1 opened without a name: {type(one).__name__}"


def lists(root: QWidget) -> Iterator[str]:
    """2: rows and tiles speak: words, not only a name."""
    for one in visible(root):
        if isinstance(one, QAbstractItemView) and one.model() is not None:
            model = one.model()
            for row in range(min(3, model.rowCount())):
                index = model.index(row, 0)
                spoken = index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data(Qt.ItemDataRole.DisplayRole)
                if index.flags() & Qt.ItemFlag.ItemIsEnabled and not str(spoken or "").strip():
                    yield f"2 a silent row: {where(one)}"


def painted(root: QWidget) -> Iterator[str]:
    """3: nothing that takes focus is a mere picture."""
    for one in focusable(root):
        face = QAccessible.queryAccessibleInterface(one)
        if face is not None and face.role() == QAccessible.Role.Client and not isinstance(one, QAbstractScrollArea):
            yield f"3 no role: {where(one)}"


def fits(root: QWidget) -> Iterator[str]:
    """10: no text is cut without a way to read it."""
    for one in visible(root):
        if isinstance(one, QLabel) and one.text() and not one.pixmap():
            if one.wordWrap():
                if one.heightForWidth(one.width()) > one.height() + 2:
                    yield f"10 cut: {where(one)}, {one.height()} of {one.heightForWidth(one.width())} high"
            elif one.fontMetrics().horizontalAdvance(one.text()) > one.width() + 1 and not isinstance(one, Text):
                yield f"10 cut: {where(one)}"
            if one.font().pixelSize() < round(13.5 * look.scale) - 1:
                yield f"10 too small: {where(one)}, {one.font().pixelSize()} px"
        if isinstance(one, QAbstractButton) and one.text() and type(one).__name__ != "RailButton":
            if one.width() + 1 < one.minimumSizeHint().width():
                yield f"10 cut: {where(one)}, {one.width()} of {one.minimumSizeHint().width()} wide"
            if one.height() + 1 < one.minimumSizeHint().height():
                yield f"10 cut: {where(one)}, {one.height()} of {one.minimumSizeHint().height()} high"
        if isinstance(one, RowTable) and one.horizontalHeader().length() > one.viewport().width():
            yield f"10 wider than its room: {where(one)}"
        overlap = _outside(one)
        if overlap:
            yield overlap
        yield from _over_one_another(one)


def _outside(one: QWidget) -> str:
    """A control that sticks out of its parent can't be reached by scrolling."""
    parent = one.parentWidget()
    if parent is None or one.isWindow() or not isinstance(one, QAbstractButton | QLineEdit | QComboBox):
        return ""
    grand = parent.parentWidget()
    if grand is not None and isinstance(grand, QAbstractScrollArea):
        return ""
    if not parent.rect().adjusted(-2, -2, 2, 2).contains(one.geometry()) and not one.objectName():
        return f"10 sticks out: {where(one)} {one.geometry().getRect()} of {parent.width()} × {parent.height()}"
    return ""


def _over_one_another(parent: QWidget) -> Iterator[str]:
    """What a layout laid out lies side by side: two parts on the same spot hide each other."""
    layout = parent.layout()
    if layout is None:
        return
    laid = [item.widget() for item in map(layout.itemAt, range(layout.count())) if item.widget() is not None]
    shown = [w for w in laid if w.isVisible()]
    for number, one in enumerate(shown):
        for other in shown[number + 1 :]:
            both = one.geometry().adjusted(2, 2, -2, -2) & other.geometry().adjusted(2, 2, -2, -2)
            if not both.isEmpty():
                yield f"10 on top of each other: {where(one)} and {where(other)}, {both.width()} × {both.height()}"


def groups(root: QWidget) -> dict[int, int]:
    """Tab comes to one of an exclusive group; the arrows go on inside it. Each member → one that stands for all."""
    found: dict[int, int] = {}
    for group in root.findChildren(QButtonGroup):
        if group.exclusive():
            members = group.buttons()
            found |= {id(m): id(members[0]) for m in members}
    return found


def targets(root: QWidget) -> Iterator[str]:
    """11: what is pressed is large enough: 24 always, 44 in the normal density, 72 with gloves (office tables 32)."""
    least = (72 if look.glove else 36) * look.scale
    for one in visible(root):
        if isinstance(one, QAbstractButton | QLineEdit | QComboBox) and one.isEnabled() and not one.objectName():
            high = max(one.height(), 0)
            if isinstance(one, QLineEdit):
                limit = (56 if look.glove else 36) * look.scale
            elif type(one).__name__ in ("RailButton", "_ToastButton"):
                limit = 36 * look.scale
            else:
                limit = least
            if high + 2 < limit or min(one.width(), one.height()) < 24:
                yield f"11 small: {where(one)}, {one.width()} × {one.height()}"


def mnemonics(root: QWidget) -> Iterator[str]:
    """14: one letter, one thing."""
    seen: dict[str, str] = {}
    for one in visible(root):
        if isinstance(one, QAbstractButton | QLabel):
            text = one.text().replace("&&", "")
            if "&" in text:
                letter = text[text.index("&") + 1 : text.index("&") + 2].casefold()
                if letter in seen:
                    yield f"14 Alt+{letter} twice: {seen[letter]} and {where(one)}"
                seen[letter] = where(one)


def contrasts(root: QWidget) -> Iterator[str]:
    """8: the ink of every label against what really lies behind it, in the picture of the window."""
    image = root.grab().toImage()
    ratio, rows = image.devicePixelRatio(), pixels(image)
    for one in visible(root):
        if not isinstance(one, QLabel) or not one.text().strip() or one.pixmap():
            continue
        seen = _seen(one, root)
        if seen.width() < max(8, one.width() * 0.6) or seen.height() < max(8, one.height() * 0.8):
            continue  # scrolled half away: its ink may be in the other half
        light, dark = _ends(rows, QRect((seen.topLeft() * ratio), seen.size() * ratio))
        least = 4.5
        found = tokens.contrast(light, dark)
        if found < least:
            yield f"8 faint: {where(one)}, {found:.1f} to 1"


def _seen(one: QWidget, root: QWidget) -> QRect:
    """The part of the widget that is not scrolled or clipped away, in the window's coordinates."""
    rect = QRect(one.mapTo(root, QPoint(0, 0)), one.size())
    parent = one.parentWidget()
    while parent is not None and parent is not root:
        rect &= QRect(parent.mapTo(root, QPoint(0, 0)), parent.size())
        parent = parent.parentWidget()
    return rect & root.rect()


def pixels(image: QImage) -> list[memoryview]:
    """The picture row by row, a pixel a number: 0xffRRGGBB."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    every, wide = memoryview(bytes(plain.constBits())).cast("I"), plain.bytesPerLine() // 4
    return [every[y * wide : y * wide + plain.width()] for y in range(plain.height())]


def _name(pixel: int) -> str:
    return f"#{pixel & 0xFFFFFF:06X}"


@cache
def _luminance(pixel: int) -> float:
    return tokens.luminance(_name(pixel))


@cache
def _stands_out(was: int, now: int) -> bool:
    return tokens.contrast(_name(was), _name(now)) >= 3


def _ends(rows: list[memoryview], rect: QRect) -> tuple[str, str]:
    """The lightest and the darkest colour in a part of the picture."""
    seen: set[int] = set()
    for row in rows[max(rect.top(), 0) : rect.bottom() + 1]:
        seen.update(row[max(rect.left(), 0) : rect.right() + 1])
    ends = sorted(seen, key=_luminance)
    return _name(ends[-1]), _name(ends[0])


def ring_shows(root: QWidget, one: QWidget) -> bool:
    """6: whether focus on the widget can be seen: at least twice its width in pixels change, by 3 to 1 or more."""
    # Something near it takes the focus first: a panel closes when the focus goes far away.
    near = max((w for w in focusable(root) if w is not one), key=lambda w: kinship(one, w), default=None)
    _focus(near, one)
    around = _around(QRect(one.mapTo(root, QPoint(0, 0)), one.size()), root)
    before = _shown(root, around)
    _focus(one)
    area = _around(_focused_part(one, root), root)
    if not around.contains(area):  # it was scrolled into sight: once more, where it is now
        _focus(near, one)
        around = area
        before = _shown(root, around)
        _focus(one)
    after = _shown(root, around)
    if area.isEmpty():
        return False
    changed, across = 0, slice(area.left() - around.left(), area.right() - around.left() + 1)
    down = slice(area.top() - around.top(), area.bottom() - around.top() + 1)
    for was, now in zip(before[down], after[down], strict=True):
        if was[across] != now[across]:
            changed += sum(a != b and _stands_out(a, b) for a, b in zip(was[across], now[across], strict=True))
    return changed >= 2 * (area.width() - 20)


def _focus(one: QWidget | None, instead: QWidget | None = None) -> None:
    if one is not None:
        one.setFocus(Qt.FocusReason.TabFocusReason)
        above = one.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None:  # as Tab does
            above.ensureWidgetVisible(one)
    elif instead is not None:
        instead.clearFocus()
    QApplication.processEvents()


def _shown(root: QWidget, part: QRect) -> list[memoryview]:
    return [] if part.isEmpty() else pixels(root.grab(part).toImage())


def _around(part: QRect, root: QWidget) -> QRect:
    return part.adjusted(-10, -10, 10, 10) & root.rect()


def kinship(one: QWidget, other: QWidget) -> int:
    """How many parents the two have in common."""
    above, count = set(), 0
    at: QWidget | None = one
    while at is not None:
        above.add(at)
        at = at.parentWidget()
    at = other
    while at is not None:
        count += at in above
        at = at.parentWidget()
    return count


def _focused_part(one: QWidget, root: QWidget) -> QRect:
    """What the ring goes around: the control, or in a list what is marked in it."""
    if isinstance(one, QAbstractItemView) and one.currentIndex().isValid():
        marked = one.visualRect(one.currentIndex()) & one.viewport().rect()
        return QRect(one.viewport().mapTo(root, marked.topLeft()), marked.size())
    return QRect(one.mapTo(root, QPoint(0, 0)), one.size())


def texts(root: QWidget) -> set[str]:
    """17: every word that is shown."""
    found: set[str] = set()
    for one in visible(root):
        if isinstance(one, QLabel | QAbstractButton):
            found.add(one.text())
        if isinstance(one, QLineEdit):
            found.add(one.placeholderText())
        found |= {one.toolTip(), one.accessibleName()}
    return {t.strip() for t in found if len(t.strip()) > 2}
