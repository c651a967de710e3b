"""What lies over the pages: palette, help, preview, questions."""
