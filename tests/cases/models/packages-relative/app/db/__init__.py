from ._base import Base as Base
from .mixins import Stamped
from . import columns

__all__ = ["Base", "Stamped", "columns"]
