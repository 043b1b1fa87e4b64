"""The switch for the graphics card is there where it can do something."""

from __future__ import annotations

from importlib.machinery import ModuleSpec

import pytest

from app.widgets import top_bar


@pytest.mark.parametrize("there", [True, False])
def test_the_graphics_card_is_offered_where_pytorch_is(
    window, session, there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = ModuleSpec("torch", None) if there else None
    monkeypatch.setattr(top_bar, "find_spec", lambda _name: spec)
    switches = [a for a in window.top.build_menu().actions() if "CUDA" in a.text()]
    assert len(switches) == there
    for switch in switches:
        assert not switch.isChecked()
        switch.trigger()
        assert session.calls[-1] == ("update_settings", ("device", "cuda"))
