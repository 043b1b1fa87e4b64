from __future__ import annotations

import threading
import time

from app.capture.mailbox import Mailbox


def test_the_newest_letter_wins_and_the_others_are_counted() -> None:
    box: Mailbox[int] = Mailbox()
    assert [box.put(n) for n in range(3)] == [True, False, False]
    assert box.take() == 2
    assert box.dropped == 2
    assert box.take() is None


def test_a_reader_needs_one_call_for_each_time_that_the_slot_was_empty() -> None:
    box: Mailbox[int] = Mailbox()
    assert box.put(1)
    box.take()
    assert box.put(2)


def test_closing_wakes_the_reader_and_swallows_what_follows() -> None:
    box: Mailbox[int] = Mailbox()
    answers: list[int | None] = []
    reader = threading.Thread(target=lambda: answers.append(box.wait()))
    reader.start()
    box.close()
    reader.join(30)
    assert answers == [None]
    assert not box.put(1)
    assert box.take() is None


def test_waking_returns_once_without_a_letter() -> None:
    box: Mailbox[int] = Mailbox()
    box.wake()
    assert box.wait(1) is None
    begun_s = time.monotonic()
    assert box.wait(0.2) is None
    assert time.monotonic() - begun_s > 0.15  # waited: a reader must not spin
    box.put(5)
    assert box.wait(1) == 5


def test_waiting_times_out() -> None:
    assert Mailbox[int]().wait(0.01) is None


def test_every_letter_is_taken_or_counted_as_dropped() -> None:
    box: Mailbox[int] = Mailbox()
    taken: list[int] = []

    def read() -> None:
        while (letter := box.wait(30)) is not None and letter >= 0:
            taken.append(letter)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(2000):
        box.put(number)
    while box.take() is not None:
        taken.append(-1)
    box.put(-1)
    reader.join(30)
    assert not reader.is_alive()
    assert [n for n in taken if n >= 0] == sorted(n for n in taken if n >= 0)
    assert 1 <= len(taken) + box.dropped <= 2001
