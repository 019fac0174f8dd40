"""What the operating system can promise about a process and its children."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def keep_to_ourselves() -> None:
    """From now on what this process and its children write is nobody else's to read, wherever DATA_DIR lies."""
    os.umask(0o077)


def end_with_parent(parent: int) -> None:
    """Ask for SIGTERM when `parent` (its number) dies, however it dies, or has died already.

    Only Linux can promise it; elsewhere this does nothing. Kept through exec, not through fork.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it was faster
        os.kill(os.getpid(), signal.SIGTERM)
