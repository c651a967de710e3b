"""A menu: lines as tall as buttons, since the same fingers press them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QMenu, QWidget

from ..look import look


class Menu(QMenu):
    """Made when it is asked for, gone when it closes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFont(look.font("body"))
        c = {name: look.colour(name).name() for name in ("surf", "text", "edge", "sel", "on-sel", "mut")}
        line = max(look.px(8), -(-(look.size("button") - QFontMetrics(look.font("body")).height()) // 2))
        self.setStyleSheet(f"""
        QMenu {{ background: {c["surf"]}; color: {c["text"]}; border: {look.edge_width}px solid {c["edge"]};
            padding: {look.px(4)}px; }}
        QMenu::item {{ padding: {line}px {look.px(20)}px; border-radius: {look.px(6)}px; }}
        QMenu::item:selected {{ background: {c["sel"]}; color: {c["on-sel"]}; }}
        QMenu::item:disabled {{ color: {c["mut"]}; }}
        """)
