"""Signals that end a command: heard as interruptions, and known even where one was swallowed."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

SIGNALLED = 128


@contextmanager
def ended_by_signals() -> Iterator[list[int]]:
    """Whoever ends the program, or closes its terminal, interrupts it as Ctrl-C does.

    What has been begun is then finished or taken back: the system's own way ends the process at
    once, with names that are reserved and files that are half written. What is ignored, as by
    nohup, stays so.

    One interruption is enough: while it is handled, further ones change nothing. They would leave
    what was begun untold, or end the process in the middle of a thread's work.

    Gives the numbers of what came so far. A library that is interrupted while it starts makes a
    fault of its own of it: such a fault is no news, and becomes the interruption again.
    """
    heard: list[int] = []

    def interrupt(number: int, _: object) -> None:
        heard.append(number)
        if not _is_handled(sys.exc_info()[1]):
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


def _is_handled(fault: BaseException | None) -> bool:
    """Whether a fault that is being handled is an interruption, or came up while one was. One that
    was swallowed is not handled any more: the next is heard again."""
    while fault is not None and not isinstance(fault, KeyboardInterrupt):
        fault = fault.__context__
    return fault is not None


def raise_again(heard: list[int], fault: Exception) -> None:
    """Before a fault is told: raises the interruption that it may have come of, if any came."""
    if heard:
        raise KeyboardInterrupt(heard[0]) from fault


def status_of(interruption: KeyboardInterrupt) -> int:
    """The exit status that names the signal; Ctrl-C's where none is known."""
    number: int = interruption.args[0] if interruption.args else signal.SIGINT
    return SIGNALLED + number
