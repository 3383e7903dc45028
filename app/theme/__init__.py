"""Themes: where templates come from, which template shows a node, what templates may use."""
