"""Labelled pictures without end: documents, scenes, a pinhole camera, light and capture.

Every part takes a numpy Generator and nothing else that is random: same seed, same scene.
"""
