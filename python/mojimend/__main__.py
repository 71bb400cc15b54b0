"""The command: ``mojimend`` and ``python -m mojimend``."""

from __future__ import annotations

import signal
import sys

from ._mojimend import command


def main() -> None:
    """Runs the command with the arguments of this process, and ends the process."""
    # Python waits with Ctrl-C until native code is done, and that may be hours.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(command(["mojimend", *sys.argv[1:]]))


if __name__ == "__main__":
    main()
