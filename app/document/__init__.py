"""Pages: read, edited, rendered, kept in order and written. No Qt."""
