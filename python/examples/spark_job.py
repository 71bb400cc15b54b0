"""Cleans a folder of Parquet or JSON Lines with Spark, and counts what was done.

    spark-submit --master spark://HOST:7077 spark_job.py pages/ clean/

The output has a column more, the edits of each page: they are written with the text that they belong to, so that a
task that is tried again can neither lose nor double them.
"""

# Engines without types of their own, or that are not here, are nothing to complain of.
# mypy: disable-error-code="import-not-found,import-untyped"

from __future__ import annotations

import sys

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f

from mojimend.integrations.spark import clean


def read(spark: SparkSession, source: str) -> DataFrame:
    """Parquet by its name, or else JSON Lines, plain or packed."""
    return spark.read.parquet(source) if "parquet" in source else spark.read.json(source)


def summary(cleaned: DataFrame) -> dict[str, int]:
    """Edits by rule. Parquet keeps columns apart: only the edits are read."""
    edits = cleaned.select(f.explode("edits").alias("edit"))
    return {row["rule"]: row["count"] for row in edits.groupBy(f.col("edit.rule").alias("rule")).count().collect()}


def main(source: str, target: str, column: str = "text") -> None:
    """Cleans the column of all pages."""
    spark = SparkSession.builder.appName("mojimend").getOrCreate()
    clean(read(spark, source), column, edits="edits").write.mode("overwrite").parquet(target)
    for rule, count in sorted(summary(spark.read.parquet(target)).items()):
        print(f"{rule}: {count} edits")
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
