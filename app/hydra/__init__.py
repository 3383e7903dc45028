"""Ory Hydra (optional): OAuth2 consent and logout requests."""
