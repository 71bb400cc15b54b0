"""A few lines for each library that speaks Arrow. Take what you need; nothing here is part of the package."""

# Engines without types of their own, or that are not here, are nothing to complain of.
# mypy: disable-error-code="import-not-found,import-untyped"

from __future__ import annotations

from typing import Any

import mojimend

cleaner = mojimend.Cleaner()


def polars_frame(frame: Any) -> Any:
    """A Polars DataFrame: in and out without a copy."""
    return cleaner.clean_arrow(frame, "text")


def polars_lazy(frame: Any) -> Any:
    """A LazyFrame: cleaned when it is collected, also in the streaming engine."""
    import polars as pl

    return frame.with_columns(pl.col("text").map_batches(cleaner.clean_arrow, return_dtype=pl.String))


def duckdb_function(connection: Any) -> None:
    """A function for SQL: ``SELECT mend(text) FROM pages``. DuckDB calls it with Arrow arrays."""

    def mend(texts: Any) -> Any:
        return cleaner.clean_arrow(texts)

    connection.create_function("mend", mend, ["VARCHAR"], "VARCHAR", type="arrow")


def daft_frame(frame: Any) -> Any:
    """A Daft DataFrame."""
    import daft

    def clean(texts: Any) -> Any:
        return cleaner.clean_arrow(texts.to_arrow())

    mend = daft.func.batch(return_dtype=daft.DataType.string())(clean)
    return frame.with_column("text", mend(frame["text"]))


def hugging_face(dataset: Any, processes: int = 2) -> Any:
    """A Dataset of Hugging Face, in several processes with one thread each."""
    one = mojimend.Cleaner(threads=1)
    arrow = dataset.with_format("arrow")
    return arrow.map(one.clean_arrow, batched=True, num_proc=processes).with_format(None)


def pandas_frame(frame: Any) -> Any:
    """A pandas DataFrame, by way of pyarrow."""
    import pyarrow as pa

    return cleaner.clean_arrow(pa.Table.from_pandas(frame), "text").to_pandas()
