"""Themers' tools: a theme to start from, files to change, what is wrong with them, and what an upgrade changed."""
