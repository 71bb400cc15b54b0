"""Cleans a folder of JSON Lines with datatrove, and keeps hopeless pages apart.

    python datatrove_job.py pages/ clean/ dropped/
"""

# Engines without types of their own, or that are not here, are nothing to complain of.
# mypy: disable-error-code="import-not-found,import-untyped"

from __future__ import annotations

import sys

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter

from mojimend.integrations.datatrove import DamageFilter, MojimendFormatter


def main(source: str, target: str, dropped: str, tasks: str = "1") -> None:
    """Cleans the pages: one task for each file at most."""
    pipeline = [
        JsonlReader(source),
        DamageFilter(max_removed=0.5, exclusion_writer=JsonlWriter(dropped, compression=None)),
        MojimendFormatter(),
        JsonlWriter(target, compression=None),
    ]
    LocalPipelineExecutor(pipeline, tasks=int(tasks), logging_dir=f"{target}.logs").run()


if __name__ == "__main__":
    main(*sys.argv[1:])
