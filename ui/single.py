"""One window for one workplace: a second start brings the first one's window to the front and ends with a sentence.
A file it was started with is handed over to the first.

A lock of the system's tells who is first; it ends with the process, however it ends, and costs no start time. The first
then listens (after its first paint: that loads QtNetwork) on a socket only the same person may use. Lock and socket are
named by a hash of the folder, so that no name stands in a public folder. The data has its own lock, in the store.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, QObject, Signal

from alfdesk.i18n import gettext as _

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

try:
    from _sha512 import sha512 as _sha512  # as `random` does: hashlib loads OpenSSL, and this is before the first paint
except ImportError:
    from hashlib import sha512 as _sha512

ASK, BRING, ANSWER = b"front\n", b"file ", b"here\n"
LONGEST = 16_384  # bytes of what is asked: a path has fewer
PATIENCE = 3000  # ms for a first that is still starting, or slow


class Single(QObject):
    """Whether this is the first window on `folder`. Call `take`; then `listen` as the first, or `ask` as the second."""

    asked = Signal()  # another start wants this window in front
    brought = Signal(object)  # the Path of a file it was started with

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        mine = f"{os.getuid() if hasattr(os, 'getuid') else ''}|{os.path.normcase(folder.resolve())}"
        self.name = f"alfdesk-{_sha512(mine.encode()).hexdigest()[:24]}"
        self._handle: int | None = None
        self._server: QLocalServer | None = None

    def take(self) -> bool:
        """True for the first; it stays so until `close` or the end of the process."""
        if self._handle is not None:
            return True
        try:
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
            handle = os.open(_room() / f"{self.name}.lock", flags, 0o600)
        except OSError:
            return True  # no place for a lock is no reason to keep anyone from starting
        try:
            _lock(handle)
        except OSError:
            os.close(handle)
            return False
        self._handle = handle
        return True

    def listen(self) -> bool:
        """As the first: be ready for others. False when the system gave no socket; then they only get no answer."""
        from PySide6.QtNetwork import QLocalServer

        if self._server is not None:
            return True
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._met)
        QLocalServer.removeServer(self._address())  # left by a process that was killed: we hold the lock
        if not server.listen(self._address()):
            server.deleteLater()
            return False
        self._server = server
        return True

    def ask(self, patience: int = PATIENCE, file: Path | None = None) -> str:
        """As the second: ask the first to come to the front, with `file`, and give the sentence to end with."""
        from PySide6.QtNetwork import QLocalSocket

        # In hex: a name may hold a line's end.
        wanted = ASK if file is None else BRING + os.fsencode(file.absolute()).hex().encode() + b"\n"
        until = time.monotonic() + patience / 1000
        while (left := int((until - time.monotonic()) * 1000)) > 0:
            socket = QLocalSocket()
            socket.connectToServer(self._address())
            if socket.waitForConnected(left):
                socket.write(wanted)
                socket.waitForBytesWritten(left)
                if socket.waitForReadyRead(left) and socket.readAll().data() == ANSWER:
                    return _("Alfdesk is already open. Its window is now in front.")
                break
            time.sleep(0.05)
        return _("Alfdesk is already open, but doesn't answer. Close it, and start again.")

    def close(self) -> None:
        """Be the first no longer, so that a restart can be."""
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
            self._server = None
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    # Private parts

    def _address(self) -> str:
        """A path where the system has a folder of the person's own, else a name in the common one."""
        return str(_room() / self.name) if os.name != "nt" else self.name

    def _met(self) -> None:
        while self._server is not None and (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(lambda socket=socket: self._heard(socket))
            if socket.bytesAvailable():
                self._heard(socket)

    def _heard(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > LONGEST:
                socket.abort()
            return
        line = socket.readLine(LONGEST).data()
        file = _file_in(line)
        if line == ASK or file is not None:
            socket.write(ANSWER)
            socket.flush()
            self.asked.emit()
            if file is not None:
                self.brought.emit(file)
        socket.disconnectFromServer()


def _file_in(line: bytes) -> Path | None:
    """The file that is handed over; None where none is."""
    if not line.startswith(BRING) or not line.endswith(b"\n"):
        return None
    try:
        return Path(os.fsdecode(bytes.fromhex(line[len(BRING) : -1].decode())))
    except ValueError:
        return None


def _room() -> Path:
    own = os.environ.get("XDG_RUNTIME_DIR", "")
    return Path(own if own and Path(own).is_dir() else QDir.tempPath())


def _lock(handle: int) -> None:
    """Take the lock or raise OSError."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
