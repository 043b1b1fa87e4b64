"""Rectoscan's vision library: finds identity documents in pictures and flattens them.

No Qt anywhere in here, and no torch at module level on the runtime side.
"""

import os

# Later builds of ONNX Runtime than the one that is asked for report to their maker: where somebody
# installs one all the same, not from here. It is read as the library loads.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
