"""The recipes of examples/recipes.py, run."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import CLEAN, DAMAGED, HONEST

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "examples"))
import recipes

pytestmark = pytest.mark.engine

ROWS = [DAMAGED, None, HONEST, DAMAGED * 30, ""] * 50
CLEANED = [row and row.replace(DAMAGED, CLEAN) for row in ROWS]
TABLE: dict[str, Any] = {"id": list(range(len(ROWS))), "text": ROWS}


def test_polars() -> None:
    pl = pytest.importorskip("polars")
    frame = pl.DataFrame(TABLE)
    cleaned = recipes.polars_frame(frame)
    assert isinstance(cleaned, pl.DataFrame) and cleaned.schema == frame.schema
    assert cleaned["text"].to_list() == CLEANED
    for engine in ("in-memory", "streaming"):
        assert recipes.polars_lazy(frame.lazy()).collect(engine=engine)["text"].to_list() == CLEANED
    series = recipes.cleaner.clean_arrow(frame["text"])
    assert isinstance(series, pl.Series) and series.name == "text" and series.to_list() == CLEANED
    categories = pl.DataFrame({"text": pl.Series(ROWS, dtype=pl.Categorical)})
    assert recipes.polars_frame(categories)["text"].to_list() == CLEANED


def test_duckdb() -> None:
    duckdb = pytest.importorskip("duckdb")
    pa = pytest.importorskip("pyarrow")
    connection = duckdb.connect()
    connection.register("pages", pa.table(TABLE))
    recipes.duckdb_function(connection)
    rows = connection.sql("SELECT mend(text) FROM pages ORDER BY id").fetchall()
    assert [row[0] for row in rows] == CLEANED
    # Also what DuckDB gives away in a stream.
    stream = recipes.cleaner.clean_arrow(connection.sql("SELECT * FROM pages ORDER BY id"))
    assert pa.table(stream).column("text").to_pylist() == CLEANED


def test_daft() -> None:
    daft = pytest.importorskip("daft")
    cleaned = recipes.daft_frame(daft.from_pydict(TABLE)).sort("id").to_pydict()
    assert cleaned["text"] == CLEANED


@pytest.mark.parametrize("processes", [1, 2])
def test_datasets(processes: int) -> None:
    datasets = pytest.importorskip("datasets")
    # The parent has used its threads before it forks.
    assert recipes.cleaner.clean_batch(ROWS * 20) == CLEANED * 20
    cleaned = recipes.hugging_face(datasets.Dataset.from_dict(TABLE), processes)
    assert cleaned["text"][:] == CLEANED


def test_pandas() -> None:
    pd = pytest.importorskip("pandas")
    cleaned = recipes.pandas_frame(pd.DataFrame(TABLE))
    assert [None if pd.isna(text) else text for text in cleaned["text"]] == CLEANED
    assert list(cleaned["id"]) == TABLE["id"]
