"""Spark: `clean` for a DataFrame, `clean_batches` for ``mapInArrow``, `clean_udf` for a column.

Each Python worker cleans on one thread, since Spark runs a worker for each core. Rows and their order within a
partition stay. Batches have ``spark.sql.execution.arrow.maxRecordsPerBatch`` rows; 10,000, the default, is fine for
web pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Callable, Optional, Union

from ..cleaner import Config
from ..errors import MissingDependencyError
from . import _workers

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame

try:
    from pyspark.sql.types import (
        ArrayType,
        BinaryType,
        FloatType,
        LongType,
        StringType,
        StructField,
        StructType,
    )
except ImportError as error:
    raise MissingDependencyError(f"Spark is needed ({error}): pip install 'mojimend[spark]'") from error

def _edits() -> ArrayType:
    """The type of the column of edits."""
    numbers = {"start": LongType(), "end": LongType(), "confidence": FloatType()}
    names = ("start", "end", "before", "after", "rule", "confidence", "reason")
    return ArrayType(StructType([StructField(name, numbers.get(name, StringType())) for name in names]))


def clean(
    frame: DataFrame,
    column: Union[str, Iterable[str]] = "text",
    *,
    config: Optional[Config] = None,
    preset: Optional[str] = None,
    edits: Optional[str] = None,
) -> DataFrame:
    """The DataFrame with clean text. The other columns stay; a binary column is decoded and becomes a string.

    ``column`` names one or several; ``edits`` names a column to add, with the edits of each row.
    """
    columns = _names(column)
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        raise ValueError(f"there is no column {missing[0]!r}; there are: {', '.join(frame.columns)}")
    schema = StructType()
    for field in frame.schema.fields:
        text = field.name in columns and isinstance(field.dataType, BinaryType)
        schema.add(field.name, StringType() if text else field.dataType, field.nullable, field.metadata)
    if edits is not None:
        schema.add(edits, _edits(), True)
    return frame.mapInArrow(clean_batches(columns, config=config, preset=preset, edits=edits), schema)


def clean_batches(
    column: Union[str, Iterable[str]] = "text",
    *,
    config: Optional[Config] = None,
    preset: Optional[str] = None,
    edits: Optional[str] = None,
) -> Callable[[Iterator[pyarrow.RecordBatch]], Iterator[pyarrow.RecordBatch]]:
    """A function for ``DataFrame.mapInArrow``: record batches in, the same with clean text out."""
    names, settings, make = _names(column), _workers.settings(config, preset), _workers.maker()

    def batches(batches: Iterator[Any]) -> Iterator[Any]:
        cleaner = make(settings)
        for batch in batches:
            yield cleaner.clean_arrow(batch, names, edits=edits)

    return batches


def clean_udf(*, config: Optional[Config] = None, preset: Optional[str] = None) -> Callable[..., Any]:
    """A function of a column of strings, for ``DataFrame.withColumn`` and SQL. Needs Spark 4.1 or later; `clean` works
    with earlier ones.
    """
    try:
        from pyspark.sql.pandas.functions import arrow_udf
    except ImportError as error:
        raise MissingDependencyError(
            f"Arrow functions need Spark 4.1 ({error}): pip install 'pyspark>=4.1', or use clean or clean_batches"
        ) from error
    settings, make = _workers.settings(config, preset), _workers.maker()

    def batches(arrays: Iterator[Any]) -> Iterator[Any]:
        cleaner = make(settings)
        for array in arrays:
            yield cleaner.clean_arrow(array)

    # Spark reads what kind of function it is from the annotations, and wants these and no others.
    import typing

    import pyarrow

    batches.__annotations__ = {
        "arrays": typing.Iterator[pyarrow.Array],
        "return": typing.Iterator[pyarrow.Array],
    }
    make_udf: Callable[..., Callable[..., Any]] = arrow_udf
    return make_udf(batches, StringType())


def _names(column: Union[str, Iterable[str]]) -> list[str]:
    return [column] if isinstance(column, str) else list(column)
