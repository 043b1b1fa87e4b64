"""What is written is its owner's alone: pages are identity documents."""

from __future__ import annotations

FILE_MODE, FOLDER_MODE = 0o600, 0o700  # as made, whatever the umask
UMASK = 0o077  # for what others write, as Qt does the settings
