"""Ory Kratos as this UI sees it: flows, sessions, the client, cookies, errors and addresses."""
