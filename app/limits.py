"""How much is read, kept and made at once: what bounds the work and the memory that one request can cost."""

from __future__ import annotations

HEAD_BYTES = 64 * 1024
"""Of a request's head: all that a page does with a header takes time with its length."""
BODY_SECONDS = 10.0
"""That a client has for its whole body; no thread waits for it."""
WORKER_THREADS = 128
"""64 pages that wait for Kratos leave room for the others, even if one worker has them all."""
STOP_SECONDS = 10
"""That a worker gets to finish its pages; then it is ended."""

PAGE_SECONDS = 7.5
"""All calls of one page together end within this time."""
PAGE_BODY_BYTES = 256 * 1024
"""Of a form that a page reads; ours have some hundred bytes. `request.max_content_length` for another."""
GATEWAY_BODY_BYTES = 64 * 1024
"""Of the JSON that the gateway reads; a passkey's attestation has some 2 KB."""

IDENTITY_CHARACTERS = 1024
"""Of a header that tells a proxy who somebody is; nginx takes 4 KB of them all."""
RETURN_CHARACTERS = 1536
"""Of a path to come back to, in the `Location` that a proxy gets."""
SESSIONS_KEPT = 4096
"""Sessions that a process takes to be valid without asking Kratos."""

ANSWER_BYTES = 2 * 1024 * 1024
"""Of a body of Kratos; the largest recorded one has 60 KB."""
ANSWER_HEAD_BYTES = 64 * 1024
RECEIVED_BYTES = 8 * ANSWER_BYTES
"""Of an answer as it comes, with the sizes of its chunks."""
KRATOS_CONNECTIONS = 64
"""That a process keeps open; more are made when they are needed, and closed again."""

JSON_DEPTH = 64
"""Arrays and objects inside each other that are read; the recordings nest 8 of them."""
JSON_VALUES = 50_000
"""Values that are read, in all; a page of 250 sessions has some 20,000, the largest recorded flow 559."""

FLOW_PARTS = 500
"""Nodes and messages that a flow may have, together."""
FLOW_GROUPS = 32
"""Groups of its nodes: what a page is made of grows with the product of both."""
HIDDEN_CHARACTERS = 4 * 1024 * 1024
"""Of hidden fields on a page: they stand in each of its forms. A recorded one has 17,000 at most."""
LIST_ROWS = 500
"""Values that the field of a list shows."""
LISTED_LANGUAGES = 12
"""That each page lists; more have a page of their own."""
LISTED_VALUES = 50
"""Values that a sentence lists; Babel's time for them grows with their square."""
POLICY_TARGETS = 50
"""Addresses of an OAuth2 request that stand in a policy: browsers and proxies refuse an answer whose head is large."""

SCHEMA_PARTS = 5000
"""Parts of an identity schema that are read."""
SCHEMA_ITEM_PARTS = 50
"""Parts of what a list in a schema holds."""
SCHEMA_DEPTH = 16
"""Objects of a schema inside each other, references counted."""

PAGES_AT_ONCE = 2
"""Pages in the making. An interpreter runs one thread at a time: 64 that ask for the same templates at once, as when
Kratos answers after a pause, hinder each other at every lock and file, and the last page comes seconds later."""
KEPT_VALUE_CHARACTERS = 16 * 1024
"""Of a value on a kept page: the page of a flow with longer ones is made anew each time."""
SHAPES_SEEN = 4096
"""Shapes that are remembered for having been asked for once: what nobody asks for again is not kept."""

THEME_BYTES = 64 * 1024 * 1024
"""Of a theme in a zip file, unpacked."""
THEME_FILES = 5000
