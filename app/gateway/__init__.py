"""The JSON gateway for single-page and scripted clients."""
