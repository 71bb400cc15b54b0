"""Cleans a folder of Parquet or JSON Lines with Ray Data, and counts what was done.

    python ray_job.py pages/ clean/        # on a cluster: ray job submit -- python ray_job.py s3://... s3://...

The output has a column more, the edits of each page: they are written with the text that they belong to, so that a
task that is tried again can neither lose nor double them.
"""

# Engines without types of their own, or that are not here, are nothing to complain of.
# mypy: disable-error-code="import-not-found,import-untyped"

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

import ray

from mojimend.integrations.ray import clean


def read(source: str) -> Any:
    """Parquet by its name, or else JSON Lines, plain or packed."""
    return ray.data.read_parquet(source) if "parquet" in source else ray.data.read_json(source)


def rules(table: Any) -> dict[str, list[Any]]:
    """Edits by rule, of one batch."""
    counts = Counter(edit["rule"] for edits in table.column("edits").to_pylist() for edit in edits or ())
    return {"rule": list(counts), "edits": list(counts.values())}


def summary(target: str) -> dict[str, int]:
    """Edits by rule. Parquet keeps columns apart: only the edits are read."""
    counts = ray.data.read_parquet(target).select_columns(["edits"]).map_batches(rules, batch_format="pyarrow")
    total: Counter[str] = Counter()
    for row in counts.iter_rows():
        total[row["rule"]] += row["edits"]
    return dict(total)


def main(source: str, target: str, column: str = "text") -> None:
    """Cleans the column of all pages."""
    clean(read(source), column, edits="edits").write_parquet(target)
    for rule, count in sorted(summary(target).items()):
        print(f"{rule}: {count} edits")


if __name__ == "__main__":
    main(*sys.argv[1:])
