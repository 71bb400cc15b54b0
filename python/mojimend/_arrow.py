"""Results of the kind that was given, for libraries that are there already. Imports none."""

from __future__ import annotations

import sys
from typing import Any, TypeVar, cast

from ._mojimend import Array, Stream

T = TypeVar("T")


def like(given: T, result: Array | Stream) -> T:
    """The result as an object of the library that the data came from, or as it is."""
    kind = type(given)
    library = kind.__module__.partition(".")[0]
    return cast(T, _WAYS[library](sys.modules[library], kind, result) if library in _WAYS else result)


def _pyarrow(pa: Any, kind: type, result: Any) -> Any:
    if issubclass(kind, pa.RecordBatch):
        return pa.record_batch(result)
    if issubclass(kind, pa.Table):
        return pa.table(result)
    if issubclass(kind, pa.ChunkedArray):
        return pa.chunked_array(result)
    if issubclass(kind, pa.RecordBatchReader):
        return pa.RecordBatchReader.from_stream(result)
    return pa.array(result) if issubclass(kind, pa.Array) else result


def _polars(pl: Any, kind: type, result: Any) -> Any:
    if issubclass(kind, pl.DataFrame):
        return pl.DataFrame(result)
    return pl.Series(result) if issubclass(kind, pl.Series) else result


_WAYS = {"pyarrow": _pyarrow, "polars": _polars}
