"""Gives web text back the way its author wrote it.

mojimend finds damage that happened to text on its way through the web, undoes it, and removes lines that hijackers
injected. Clean text comes back untouched.

>>> import mojimend
>>> mojimend.clean("推進(jìn)衛(wèi)生健康事業(yè)高質(zhì)量發(fā)展")
'推進衛生健康事業高質量發展'

`Cleaner` has settings, batches and Arrow data, and tells what it did. `decode` makes text of bytes in unknown and in
mixed encodings. `mojimend.ftfy` has the functions of ftfy. `mojimend.integrations` plugs into Spark, Ray and
datatrove.
"""

from __future__ import annotations

from ._mojimend import __version__
from .cleaner import Cleaner, clean, clean_batch, clean_bytes, inspect
from .decoding import Decoded, Detection, Segment, Undecodable, decode, detect
from .edits import Edit, EditLog, Finding, Inspection
from .errors import ArrowTypeError, ConfigError, Error, LogMismatchError, MissingDependencyError
from .rules import Rule, rules

__all__ = [
    "ArrowTypeError",
    "Cleaner",
    "ConfigError",
    "Decoded",
    "Detection",
    "Edit",
    "EditLog",
    "Error",
    "Finding",
    "Inspection",
    "LogMismatchError",
    "MissingDependencyError",
    "Rule",
    "Segment",
    "Undecodable",
    "__version__",
    "clean",
    "clean_batch",
    "clean_bytes",
    "decode",
    "detect",
    "inspect",
    "rules",
]
