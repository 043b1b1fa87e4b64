"""From a frame to a decision: tracking, quality, guidance, auto-capture. No Qt."""
