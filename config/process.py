"""What the operating system can promise about a process and its children."""

import ctypes
import signal
import sys

_PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Ask for SIGTERM when our parent dies, however it dies. Only Linux can promise it; elsewhere this does nothing.

    Kept through exec, not through fork.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
