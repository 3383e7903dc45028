"""The command `kratos-ui`."""
