"""Languages: which one a request gets, and the text of each Kratos message."""
