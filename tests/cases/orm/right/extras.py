# What other modules put on a class, in functions: nothing here looks like a model.
import models


def install():
    models.User.loud = property(lambda self: self.name.upper())
    installed = models.User.quiet = property(lambda self: self.name.lower())
    return installed
