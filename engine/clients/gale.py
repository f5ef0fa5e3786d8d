# SPDX-License-Identifier: Apache-2.0
"""Client of Gale's script protocol, for Python 3.8 or newer, in one file and without another package.

    import gale

    with gale.Server() as server, server.machine("pes=2") as machine:
        machine.sysw(0, "el1", "ICC_CR0_EL1", 1)
        machine.spi(5, 1)
        print(machine.stats()["accounting"]["pending"])

A machine that is served already: gale.Machine("/path/of/the/socket"). engine/docs/clients.md has whole examples.
"""

import errno
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from typing import Any, Dict, List, NamedTuple, Optional

__all__ = ["GaleError", "Refused", "KernelError", "Lost", "Candidate", "Signals", "Machine", "Server"]


class GaleError(Exception):
    """A command that was not done: its line, and the reply, which is empty where there was none."""

    def __init__(self, line: str, reply: str, reason: str) -> None:
        super().__init__("%s: %s" % (line, reason))
        self.line = line
        self.reply = reply


class Refused(GaleError):
    """FAIL: the line is wrong, and nothing happened."""


class KernelError(GaleError):
    """An error of the modelled kernel, such as -EINVAL: `name` is 'EINVAL', `errno` its number, or 0 if unknown."""

    def __init__(self, line: str, reply: str, name: str) -> None:
        super().__init__(line, reply, name)
        self.name = name
        self.errno = getattr(errno, name, 0)


class Lost(GaleError):
    """The connection is over, or could not be made."""


class Candidate(NamedTuple):
    """The interrupt that is forwarded to a PE: its type (PPI, LPI, SPI), its ID, and its priority."""

    type: str
    id: int
    priority: int


class Signals(NamedTuple):
    """Signals of a PE, each 0 or 1."""

    irq: int
    fiq: int
    virq: int
    vfiq: int


def _number(text: str) -> Optional[int]:
    try:
        return int(text, 0)
    except ValueError:
        return None


def _value(text: str) -> Any:
    """The value of a reply: None, a number, a text, a dict of JSON or of KEY=VALUE words, or a list of words."""
    if text.startswith("{"):
        return json.loads(text)
    words: List[Any] = []
    pairs: Dict[str, Any] = {}
    for word in text.split():
        key, sign, value = word.partition("=")
        shown = value if sign else word
        number = _number(shown)
        parsed = None if shown == "none" else shown if number is None else number
        if sign:
            pairs[key] = parsed
        words.append(parsed)
    if pairs:
        return pairs
    return words if len(words) > 1 else words[0] if words else None


class Machine:
    """A machine of its own on a socket of `gale script --socket PATH`. One thread uses it."""

    def __init__(self, path: str, *keys: str, timeout: Optional[float] = None) -> None:
        """Connects; keys such as "pes=2" ask for another machine than the default. A timeout is in seconds."""
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._rest = b""
        self._socket.settimeout(timeout)
        try:
            self._socket.connect(path)
        except OSError as ex:
            self._socket.close()
            raise Lost("connect " + path, "", str(ex)) from ex
        if keys:
            try:
                self.command("machine", *keys)
            except GaleError:
                self.close()
                raise

    def __enter__(self) -> "Machine":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connection, which ends the machine."""
        self._socket.close()

    def command(self, *words: Any) -> str:
        """Sends one line and returns what follows OK."""
        line = " ".join(str(word) for word in words)
        if not line.strip() or line.lstrip().startswith("#") or "\n" in line:
            raise ValueError("not one command: %r" % line)
        try:
            self._socket.sendall(line.encode() + b"\n")
            reply = self._receive()
        except OSError as ex:
            self.close()
            raise Lost(line, "", str(ex)) from ex
        if reply is None:
            self.close()
            raise Lost(line, "", "the connection was closed")
        status, _, text = reply.partition(" ")
        if status != "OK":
            raise Refused(line, reply, text)
        return text

    def _receive(self) -> Optional[str]:
        parts = [self._rest]
        while b"\n" not in parts[-1]:
            part = self._socket.recv(65536)
            if not part:
                return None
            parts.append(part)
        line, _, self._rest = b"".join(parts).partition(b"\n")
        return line.decode()

    def _host(self, *words: Any) -> Any:
        text = self.command(*words)
        if text.startswith("-E"):
            raise KernelError(" ".join(str(word) for word in words), "OK " + text, text[1:])
        return _value(text)

    def _read(self, verb: str, address: int) -> int:
        return int(self.command(verb, hex(address)), 0)

    def readb(self, address: int) -> int:
        return self._read("readb", address)

    def readw(self, address: int) -> int:
        return self._read("readw", address)

    def readl(self, address: int) -> int:
        return self._read("readl", address)

    def readq(self, address: int) -> int:
        return self._read("readq", address)

    def writeb(self, address: int, value: int) -> None:
        self.command("writeb", hex(address), hex(value))

    def writew(self, address: int, value: int) -> None:
        self.command("writew", hex(address), hex(value))

    def writel(self, address: int, value: int) -> None:
        self.command("writel", hex(address), hex(value))

    def writeq(self, address: int, value: int) -> None:
        self.command("writeq", hex(address), hex(value))

    def read(self, address: int, size: int) -> bytes:
        """Returns a block of RAM, at most 1 MiB."""
        return bytes.fromhex(self.command("read", hex(address), size)[2:])

    def write(self, address: int, data: bytes) -> None:
        """Stores a block of RAM, at most 1 MiB."""
        self.command("write", hex(address), len(data), "0x" + data.hex())

    def memset(self, address: int, size: int, byte: int) -> None:
        self.command("memset", hex(address), size, hex(byte))

    def insn(self, pe: int, el: str, name: str, operand: Optional[int] = None) -> Optional[int]:
        """Executes a GIC instruction; returns the destination register of CDIA and CDNMIA, else None."""
        return _number(self.command("insn", pe, el, name, *([] if operand is None else [hex(operand)])))

    def sysr(self, pe: int, el: str, name: str) -> int:
        return int(self.command("sysr", pe, el, name), 0)

    def sysw(self, pe: int, el: str, name: str, value: int) -> None:
        self.command("sysw", pe, el, name, hex(value))

    def ppi(self, pe: int, id: int, level: int) -> None:
        self.command("ppi", pe, id, level)

    def spi(self, id: int, level: int) -> None:
        self.command("spi", id, level)

    def wire(self, iwb: int, wire: int, level: int) -> None:
        self.command("wire", iwb, wire, level)

    def msi(self, its: int, device: int, event: int) -> None:
        self.command("msi", its, device, event)

    def hppi(self, pe: int) -> Optional[Candidate]:
        return self._candidate("hppi", pe)

    def vhppi(self, pe: int) -> Optional[Candidate]:
        return self._candidate("vhppi", pe)

    def _candidate(self, verb: str, pe: int) -> Optional[Candidate]:
        words = self.command(verb, pe).split()
        return None if words == ["none"] else Candidate(words[0], int(words[1], 0), int(words[2], 0))

    def signal(self, pe: int) -> Signals:
        return Signals(**_value(self.command("signal", pe)))

    def clock_step(self, ns: int) -> None:
        self.command("clock_step", ns)

    def inspect(self, *words: Any) -> Any:
        return json.loads(self.command("inspect", *words))

    def digest(self) -> int:
        return int(self.command("digest"), 0)

    def stats(self) -> Dict[str, Any]:
        return json.loads(self.command("stats"))

    def kvm(self, *words: Any) -> Any:
        """A verb of the modelled KVM: its value, or a KernelError."""
        return self._host("kvm", *words)

    def v4(self, *words: Any) -> Any:
        """A verb of the modelled GICv4.1 host: its value, or a KernelError."""
        return self._host("v4", *words)


class Server:
    """A process `gale script --socket` of its own, which ends with the block."""

    def __init__(self, gale: str = "gale", *options: str, timeout: float = 60) -> None:
        """Starts gale, with more options such as --journal DIR, and waits until it listens."""
        self._directory = tempfile.mkdtemp(prefix="gale-")
        self.path = os.path.join(self._directory, "socket")
        words = [gale, "script", "--socket", self.path, *options]
        try:
            self._process = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        except OSError as ex:
            shutil.rmtree(self._directory, ignore_errors=True)
            raise Lost(" ".join(words), "", str(ex)) from ex
        self._said: List[str] = []
        self._is_listening = False
        self._listens = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._listens.wait(timeout)
        if not self._is_listening:
            self.close()
            raise Lost(" ".join(words), "", "gale did not listen: " + " ".join(self._said))

    def _read(self) -> None:
        """Reads what gale says: that it listens, and then what breaks, which goes to stderr."""
        for line in self._process.stderr:
            text = line.decode(errors="replace").rstrip("\n")
            if text.endswith("listening on " + self.path):
                self._is_listening = True
                self._listens.set()
            elif self._is_listening:
                print(text, file=sys.stderr)
            else:
                self._said.append(text)
        self._listens.set()

    def machine(self, *keys: str, timeout: Optional[float] = None) -> Machine:
        """Connects, which makes a machine; see Machine."""
        return Machine(self.path, *keys, timeout=timeout)

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def close(self) -> None:
        """Ends gale, and removes the socket."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._reader.join()
        self._process.stderr.close()
        shutil.rmtree(self._directory, ignore_errors=True)
