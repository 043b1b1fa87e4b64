"""The networks (torch): SNet-RetinaNet, its losses and its cost."""
