"""Ray Data: `Clean` for ``Dataset.map_batches``, and `clean`, which calls it.

Each actor cleans on one thread; Ray runs as many as it has cores.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Optional, Union

from ..cleaner import Config
from ..errors import MissingDependencyError
from . import _workers

if TYPE_CHECKING:
    import pyarrow
    from ray.data import Dataset

try:
    import ray.data as _  # noqa: F401
except ImportError as error:
    raise MissingDependencyError(f"Ray Data is needed ({error}): pip install 'mojimend[ray]'") from error


def _clean() -> type:
    """The class, made in a function so that it is pickled whole (see `_workers`)."""
    make = _workers.maker()

    class Clean:
        """Tables in, tables with clean text out: for ``Dataset.map_batches`` with ``batch_format="pyarrow"``.

        Its arguments are those of `clean`; give them as ``fn_constructor_kwargs``.
        """

        def __init__(
            self,
            column: Union[str, list[str]] = "text",
            *,
            settings: Optional[dict[str, Any]] = None,
            edits: Optional[str] = None,
        ) -> None:
            self.cleaner = make(settings or {})
            self.column = column
            self.edits = edits

        def __call__(self, table: pyarrow.Table) -> pyarrow.Table:
            return self.cleaner.clean_arrow(table, self.column, edits=self.edits)

    return Clean


Clean = _clean()


def _pool(concurrency: Union[int, tuple[int, int], None]) -> Any:
    """The actors: so many, or between two numbers, or as many as there is work and room for."""
    from ray.data import ActorPoolStrategy

    if concurrency is None:
        return ActorPoolStrategy()
    if isinstance(concurrency, int):
        return ActorPoolStrategy(size=concurrency)
    least, most = concurrency
    return ActorPoolStrategy(min_size=least, max_size=most)


def clean(
    dataset: Dataset,
    column: Union[str, Iterable[str]] = "text",
    *,
    config: Optional[Config] = None,
    preset: Optional[str] = None,
    edits: Optional[str] = None,
    concurrency: Union[int, tuple[int, int], None] = None,
    **options: Any,
) -> Dataset:
    """The dataset with clean text. The other columns stay; a binary column is decoded and becomes text.

    ``column`` names one or several; ``edits`` names a column to add, with the edits of each row. ``concurrency`` is the
    number of actors, or the least and the most; as many as there is work and room for if it is not given. ``options`` go
    to ``Dataset.map_batches``, for example ``num_cpus``.
    """
    arguments = {
        "column": column if isinstance(column, str) else list(column),
        "settings": _workers.settings(config, preset),
        "edits": edits,
    }
    # As `compute`, which all versions take: `concurrency` goes away.
    options = {"batch_format": "pyarrow", "zero_copy_batch": True, "compute": _pool(concurrency), **options}
    cleaned: Dataset = dataset.map_batches(Clean, fn_constructor_kwargs=arguments, **options)
    return cleaned
