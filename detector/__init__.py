"""Rectoscan's vision library: finds identity documents in pictures and flattens them.

No Qt anywhere in here, and no torch at module level on the runtime side.
"""
