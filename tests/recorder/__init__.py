"""`kratos-ui record`: re-makes the recorded answers of a Kratos version from a Kratos that runs."""
