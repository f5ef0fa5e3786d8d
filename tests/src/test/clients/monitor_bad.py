"""Monitor that is right up to a question, and then does what no monitor may: for tests.

    monitor_bad.py PATH FAULT
"""
import socket
import struct
import sys
import time

import gale_monitor as g


class Bad(g.Monitor):
    def __init__(self, connection, fault):
        super().__init__(connection, "right")
        self.fault = fault
        self.triggers = 0

    def answer(self, kind, number, index, value, second, words):
        if kind == g.HELLO and self.fault == "version":
            return 7, ()
        if self.fault == "first":
            if self.data:
                sys.exit("a second question came before the first was answered")
            if kind == g.HELLO:
                return 1, ()
        state, bits = super().answer(kind, number, index, value, second, words)
        self.triggers += kind == g.TRIGGER
        if kind == g.LOAD and self.fault == "words":
            return state, (0,)
        if kind == g.TRIGGER and self.triggers > 100:
            vector = self.functions[number].vectors[index]
            is_open = self.functions[number].is_open(vector)
            if self.fault == "silent":
                self.wait()
            elif self.fault == "leaves":
                self.connection.sendall(self.out)
                sys.exit(0)
            elif self.fault == "type":
                self.put(99, 0, 0, 0, 0)
            elif self.fault == "question":
                self.put(g.LOAD, 0, 0, 0, 0)
            elif self.fault == "number":
                self.number += 1
            elif self.fault == "floods":
                while True:
                    self.put(g.SEND, number, index, 0, 0)
                    self.connection.sendall(self.out)
                    self.out = b""
            elif self.fault == "endless":
                self.connection.sendall(self.out)
                while True:
                    self.connection.sendall(bytes(range(1, 33)))
            elif self.fault == "half":
                self.out += b"\x0a"
                self.wait()
            elif self.fault == "state":
                state |= 8
            elif self.fault == "data":
                self.put(g.SEND, number, index, vector.address, 1 << 32)
            elif self.fault == "mask":
                state ^= g.MASKED
            elif self.fault == "twice" and is_open:
                self.put(g.SEND, number, index, vector.address, vector.data)
            elif self.fault == "holds" and is_open:
                state |= g.PENDING
            elif self.fault == "invents":
                other = self.functions[number].vectors[index ^ 1]
                self.put(g.SEND, number, index ^ 1, other.address, other.data)
            elif self.fault == "huge":
                bits = (0,) * 65
        return state, bits

    def wait(self):
        self.connection.sendall(self.out)
        while self.connection.recv(1):                  # until the storm has ended
            pass
        sys.exit(0)


if __name__ == "__main__":
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    for _ in range(1200):
        try:
            connection.connect(sys.argv[1])
            break
        except OSError:
            time.sleep(0.05)
    try:
        Bad(connection, sys.argv[2]).serve()
    except (BrokenPipeError, ConnectionResetError):
        pass
