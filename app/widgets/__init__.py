"""What paints and takes input. Nothing here decodes, detects, or touches a file."""
