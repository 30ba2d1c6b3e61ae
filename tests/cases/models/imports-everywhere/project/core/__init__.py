from .types import *
from .base import Base, metadata as shared_metadata
