from project.models.alpha import Alpha
from project.models import beta as second
from . import gamma

Beta = second.Beta
