"""The production server: its workers, their threads, and the bridge from granian to the WSGI application."""
