"""Adapters for engines: `spark`, `ray`, `datatrove`. Importing one needs its engine; importing this needs nothing."""
