"""What Orca, a real screen reader, says of pages in Chromium: to be read, not compared."""
