"""What can go wrong. Every message names the cause and the way out."""


class Error(Exception):
    """Any error of mojimend."""


class ConfigError(Error, ValueError):
    """A configuration that does not parse, or names something that does not exist."""


class LogMismatchError(Error, ValueError):
    """An edit log that does not fit the text it is applied to."""


class ArrowTypeError(Error, TypeError):
    """Arrow data that holds no text, or not where it was said to be."""


class MissingDependencyError(Error, ImportError):
    """Something to install first: the message has the command."""
