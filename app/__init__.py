"""The desktop application: a window and a command line over the detector."""
