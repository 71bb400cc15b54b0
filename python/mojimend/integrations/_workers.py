"""What adapters send to workers.

Functions sent to a worker are pickled; those of a module only by name, and a worker without that module fails where no
message can be given. What comes from here is pickled whole, imports mojimend when it runs, and can say what is missing.
"""

from __future__ import annotations

from typing import Any, Callable, Optional

from .. import __version__
from ..cleaner import Cleaner, Config

Settings = dict[str, Any]
"""Settings as plain Python, which any worker can read."""


def settings(config: Optional[Config], preset: Optional[str]) -> Settings:
    """All settings, checked here and now: a mistake should fail before a job is sent anywhere."""
    return Cleaner(config, preset=preset).config


def maker() -> Callable[[Settings], Any]:
    """A function that makes a cleaner in a worker, with one thread, and can be pickled without this module."""
    version = __version__

    def make(settings: dict[str, Any]) -> Any:
        try:
            import mojimend
        except ImportError as error:
            import platform
            import sys

            raise ImportError(
                f"mojimend is not installed for {sys.executable} on the worker {platform.node()} ({error}). Install it on "
                f"every worker (pip install mojimend=={version}), or ship an environment that has it: spark.archives for "
                "Spark, runtime_env={'pip': [...]} for Ray. A wheel with native code cannot travel with --py-files."
            ) from None
        return mojimend.Cleaner(settings, threads=1)

    return make
