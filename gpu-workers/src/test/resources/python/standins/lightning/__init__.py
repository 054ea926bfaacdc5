"""A stand-in: the names, hooks and order of calls of Lightning 2, and no training to speak of."""
