#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reference monitor of gale storm msix --monitor-socket PATH, for Python 3.8 or newer: right, or with one mistake.

    gale_monitor.py PATH [MISTAKE]

Mistakes are those of the key monitor: consume-masked, drop-route, stale-message, pba-zero, pba-unsaved,
consume-unrouted and level-early. engine/docs/monitor.md describes the messages.
"""

import socket
import struct
import sys
import time

HELLO, FUNCTION, STORE, CONTROL, EVENTFD, TRIGGER, LOAD, IMAGE, SEND, DONE = range(1, 11)
ADD, ROUTE, DROP, CONSUME, HIGH, LOW = range(1, 7)
MASKED, PENDING, SIGNALLED = 1, 2, 4
PIN = 0xFFFFFFFF
VERSION = 2
HEAD = struct.Struct("<IIIIQQ")
MISTAKES = ("consume-masked", "drop-route", "stale-message", "pba-zero", "pba-unsaved", "consume-unrouted",
            "level-early")


class Vector:
    """Vector of a function: its table entry, and what is held of it."""

    def __init__(self):
        self.address, self.data, self.masked = 0, 0, True
        self.pending, self.signalled = False, False
        self.carried, self.routed = False, False
        self.first = None                               # message that it had first, of a mistake

    def state(self):
        return MASKED * self.masked | PENDING * self.pending | SIGNALLED * self.signalled


class Function:
    """Function with its vectors."""

    def __init__(self, vectors):
        self.vectors = [Vector() for _ in range(vectors)]
        self.enabled, self.masked = False, False

    def is_open(self, vector):
        return self.enabled and not self.masked and not vector.masked and (vector.routed or not vector.carried)

    def bits(self, name):
        words = [0] * ((len(self.vectors) + 63) // 64)
        for i, vector in enumerate(self.vectors):
            words[i // 64] |= getattr(vector, name) << i % 64
        return words


class Pin:
    """Level pin that an eventfd raises. The wire follows the eventfd while the pin has a route."""

    def __init__(self):
        self.high, self.signalled, self.pending, self.routed = False, False, False, False


class Monitor:
    """Monitor that answers each question with messages and a DONE."""

    def __init__(self, connection, mistake):
        self.connection, self.mistake = connection, mistake
        self.functions, self.pins = {}, {}
        self.out, self.data = b"", b""

    def read(self, size):
        while len(self.data) < size:
            if self.out:                                # no further question has come: Gale waits
                self.connection.sendall(self.out)
                self.out = b""
            part = self.connection.recv(1 << 16)
            if not part:
                return None
            self.data += part
        data, self.data = self.data[:size], self.data[size:]
        return data

    def serve(self):
        while head := self.read(HEAD.size):
            kind, self.number, number, vector, value, second = HEAD.unpack(head)
            words = struct.unpack("<%dQ" % second, self.read(8 * second)) if kind == IMAGE else ()
            state, bits = self.answer(kind, number, vector, value, second, words)
            self.put(DONE, number, vector, state, len(bits))
            self.out += struct.pack("<%dQ" % len(bits), *bits)

    def put(self, kind, function, vector, value, second):
        self.out += HEAD.pack(kind, self.number, function, vector, value, second)

    def answer(self, kind, number, index, value, second, words):
        if kind == HELLO:
            return VERSION, ()
        if kind == FUNCTION:
            self.functions[number] = Function(value)
            return 0, ()
        if kind == EVENTFD and number == PIN:
            return self.pin(index, self.pins.setdefault(index, Pin()), value), ()
        function = self.functions[number]
        if kind in (CONTROL, IMAGE):
            return 0, self.whole(function, number, kind, value, words)
        if kind == LOAD:
            held = function.bits("pending")[index // 64] | function.bits("signalled")[index // 64]
            return 0 if self.mistake == "pba-zero" else held, ()
        vector = function.vectors[index]
        if kind == STORE:
            self.store(vector, value & 15, value >> 8, second)
        elif kind == TRIGGER:
            self.trigger(function, vector)
        elif value == ADD:
            vector.carried = True
        elif value == CONSUME and vector.signalled:
            vector.signalled = False
            shut = vector.masked or function.masked or not function.enabled
            vector.pending |= not (self.mistake == "consume-masked" and shut)
        elif value in (ROUTE, DROP):
            vector.routed = value == ROUTE
        self.release(function, number, vector, index)
        return vector.state(), ()

    @staticmethod
    def store(vector, field, size, value):
        low = value & 0xFFFFFFFF
        if field == 0:
            vector.address = value if size == 8 else vector.address >> 32 << 32 | low
        elif field == 4:
            vector.address = vector.address & 0xFFFFFFFF | low << 32
        elif field == 8:
            vector.data = low
        if field == 12 or (field == 8 and size == 8):
            vector.masked = bool((value if field == 12 else value >> 32) & 1)

    def trigger(self, function, vector):
        dropped = self.mistake == "drop-route" and (vector.masked or function.masked)
        if not vector.carried:
            vector.pending = True
        elif not dropped and not (self.mistake == "consume-unrouted" and not vector.routed):
            vector.signalled = True

    def release(self, function, number, vector, index):
        if not function.is_open(vector):
            return
        now = vector.address, vector.data
        vector.first = vector.first or now
        if vector.pending or vector.signalled:
            vector.pending = vector.signalled = False
            self.put(SEND, number, index, *(vector.first if self.mistake == "stale-message" else now))

    def whole(self, function, number, kind, value, words):
        if kind == IMAGE and value == 0:                # eventfds are drained into the pending bits
            zero = self.mistake == "pba-unsaved"
            return [0 if zero else p | s for p, s in zip(function.bits("pending"), function.bits("signalled"))]
        if kind == CONTROL:
            function.enabled, function.masked = bool(value & 1), bool(value & 2)
        for i, vector in enumerate(function.vectors):
            if kind == IMAGE:
                vector.pending, vector.signalled = bool(words[i // 64] >> i % 64 & 1), False
            self.release(function, number, vector, i)
        return function.bits("pending") + function.bits("signalled")

    def pin(self, spi, pin, step):
        if step in (HIGH, LOW):
            pin.signalled |= step == HIGH and not pin.high and not pin.routed
            pin.high = step == HIGH
        elif step == CONSUME:
            pin.pending, pin.signalled = pin.pending or pin.signalled, False
        elif step == ROUTE:
            if (pin.high or pin.signalled or pin.pending) and self.mistake != "level-early":
                self.put(SEND, PIN, spi, 0, 0)
            pin.signalled, pin.pending = False, False
        pin.routed = step == ROUTE or (pin.routed and step != DROP)
        return PENDING * pin.pending | SIGNALLED * pin.signalled


def main():
    mistake = sys.argv[2] if len(sys.argv) > 2 else "right"
    if len(sys.argv) not in (2, 3) or mistake not in MISTAKES + ("right",):
        sys.exit("usage: gale_monitor.py PATH [right|%s]" % "|".join(MISTAKES))
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    end = time.monotonic() + 60
    while connection.connect_ex(sys.argv[1]) != 0:      # the storm may not listen yet
        if time.monotonic() > end:
            sys.exit("gale_monitor.py: nothing listens at " + sys.argv[1])
        time.sleep(0.05)
    with connection:
        Monitor(connection, mistake).serve()


if __name__ == "__main__":
    main()
