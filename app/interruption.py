"""Signals that end a command: heard as interruptions, and known even where one was swallowed."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

SIGNALLED = 128


@contextmanager
def ended_by_signals() -> Iterator[list[int]]:
    """Whoever ends the program, or closes its terminal, interrupts it as Ctrl-C does.

    What has been begun is then finished or taken back: the system's own way ends the process at
    once, with names that are reserved and files that are half written. What is ignored, as by
    nohup, stays so.

    Gives the numbers of what came so far. A library that is interrupted while it starts makes a
    fault of its own of it: such a fault is no news, and becomes the interruption again.
    """
    heard: list[int] = []

    def interrupt(number: int, _: object) -> None:
        heard.append(number)
        raise KeyboardInterrupt(number)

    names = ("SIGINT", "SIGTERM", "SIGHUP")
    there = [getattr(signal, name) for name in names if hasattr(signal, name)]
    usual = {number: signal.getsignal(number) for number in there}
    taken = [
        number
        for number, handler in usual.items()
        if handler in (signal.SIG_DFL, signal.default_int_handler)
    ]
    for number in taken:
        signal.signal(number, interrupt)
    try:
        yield heard
    except Exception as error:
        raise_again(heard, error)
        raise
    finally:
        for number in taken:
            signal.signal(number, usual[number])


def raise_again(heard: list[int], fault: Exception) -> None:
    """Before a fault is told: raises the interruption that it may have come of, if any came."""
    if heard:
        raise KeyboardInterrupt(heard[0]) from fault


def status_of(interruption: KeyboardInterrupt) -> int:
    """The exit status that names the signal; Ctrl-C's where none is known."""
    number: int = interruption.args[0] if interruption.args else signal.SIGINT
    return SIGNALLED + number
