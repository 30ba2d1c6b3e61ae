"""Table and Column under names of the application's own, in another module."""
from __future__ import annotations

from typing import Any

import sqlalchemy as sa


def Table(*args: Any, **kwargs: Any) -> sa.Table:
    """Wrap table creation to add extra options."""
    kwargs = kwargs.copy()
    kwargs.setdefault("comment", "wrapped")
    return sa.Table(*args, **kwargs)


class SubColumn(sa.Column):
    inherit_cache = True
