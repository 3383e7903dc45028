"""`kratos-ui demo`: Kratos, a mailbox and the UI with one command."""
