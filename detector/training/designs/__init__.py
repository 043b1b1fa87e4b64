"""Identity documents that the synthesis cannot draw, and things that are none: what a detector is
judged on, never trained on."""
