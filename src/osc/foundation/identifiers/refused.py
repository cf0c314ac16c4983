"""One exception for every number that can't be what it claims to be."""


class IdentifierRefused(ValueError):
    """The text does not have the form of this kind of number. Says nothing about existence."""
