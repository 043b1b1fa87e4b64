"""How boxes and corners are written relative to an anchor; shared by losses and decoding."""

# Variances of the reference RetinaNet: they bring every delta to about unit spread.
BOX_SCALE = (0.1, 0.1, 0.2, 0.2)
CORNER_SCALE = 0.1
# A box is at most e to this power as large as its anchor: wilder guesses would overflow.
MAX_LOG_SIZE = 4.0
