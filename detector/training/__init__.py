"""Training, evaluation and export of the detector (torch)."""
