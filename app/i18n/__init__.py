"""Languages: which one a request gets, and the text of each Kratos message."""


def N_(text: str) -> str:
    """Mark `text` as one that is translated where it is used: a value of a table, a constant."""
    return text
