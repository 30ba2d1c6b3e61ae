"""The user module."""
from . import models  # noqa: F401
