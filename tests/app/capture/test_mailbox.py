from __future__ import annotations

import threading
import time

from app.capture.mailbox import Mailbox


def test_the_newest_letter_wins() -> None:
    box: Mailbox[int] = Mailbox()
    assert [box.put(n) for n in range(3)] == [True, False, False]
    assert box.take() == 2
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


def test_letters_come_once_in_order_and_the_last_one_always() -> None:
    box: Mailbox[int] = Mailbox()
    taken: list[int] = []

    def read() -> None:
        while (letter := box.wait(30)) is not None:
            taken.append(letter)
            if letter == 1999:
                return

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(2000):
        box.put(number)
    reader.join(30)
    assert not reader.is_alive()
    assert taken == sorted(set(taken))
    assert taken[-1] == 1999
    assert box.take() is None
