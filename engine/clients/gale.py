# SPDX-License-Identifier: Apache-2.0
"""Client of Gale's script protocol, for Python 3.8 or newer, in one file and without another package.

    import gale

    with gale.Server() as server, server.machine("pes=2") as machine:
        machine.sysw(0, "el1", "ICC_CR0_EL1", 1)
        machine.spi(5, 1)
        print(machine.stats()["accounting"]["pending"])

A machine that is served already: gale.Machine("/path/of/the/socket"). engine/docs/clients.md has whole examples.
"""

import base64
import errno
import json
import math
import os
import re
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Tuple

__all__ = ["GaleError", "Refused", "KernelError", "Lost", "Malformed", "Broken", "Notice", "Candidate", "Signals",
           "Machine", "Server"]

REPLY_LIMIT = 16 << 20
"""Bytes of a reply and of its notices; a longer one is malformed."""

NOTICE_LIMIT = 1024
"""Notices that a machine keeps, the first ones; it counts all."""


class GaleError(Exception):
    """What a command came to that has no value: its line, its reply, empty where there was none, and its notices."""

    def __init__(self, line: str, reply: str, reason: str) -> None:
        super().__init__("%s: %s" % (line, reason))
        self.line = line
        self.reply = reply
        self.notices: List["Notice"] = []


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


class Malformed(GaleError):
    """A reply that the protocol does not have; `reply` has its begin. What the command did is not known.

    A line that is no reply at all, or one too many, ends the connection. A value that is not of its command's form
    does not.
    """


class Notice(NamedTuple):
    """A promise that broke, such as 'P1', with its sentence and the line of the command before whose reply it came."""

    promise: str
    sentence: str
    line: str


class Broken(GaleError):
    """A promise broke: the command was answered by `reply`, and the session goes on.

    `promise` and `sentence` are those of the first of `notices`, of which there is at most one for each promise.
    """

    def __init__(self, line: str, reply: str, notices: List[Notice]) -> None:
        super().__init__(line, reply, "; ".join("%s: %s" % notice[:2] for notice in notices))
        self.notices = notices
        self.promise = notices[0].promise
        self.sentence = notices[0].sentence


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


_NUMBER = re.compile("0x[0-9a-fA-F]+|[0-9]+")
_CANDIDATE = re.compile("(PPI|LPI|SPI) ([0-9]{1,8}) ([0-9]{1,2})")
_SIGNALS = re.compile("irq=([01]) fiq=([01]) virq=([01]) vfiq=([01])")
_NOTICE = re.compile("! (P[1-9][0-9]?) ([!-~].*)")
_PRINTABLE = bytes(range(0x20, 0x7f))
_SHOWN = 1000


def _number(text: str, bits: int = 64) -> int:
    """The number of a word of the protocol: decimal or 0x..., unsigned; a ValueError for another text."""
    if len(text) > 20 or not _NUMBER.fullmatch(text):
        raise ValueError("no number of %d bits" % bits)
    number = int(text, 16 if text.startswith("0x") else 10)
    if number >> bits:
        raise ValueError("no number of %d bits" % bits)
    return number


def _word(bits: int) -> Callable[[str], int]:
    return lambda text: _number(text, bits)


def _nothing(text: str) -> None:
    if text:
        raise ValueError("a value where none is due")


def _candidate(text: str) -> Optional[Candidate]:
    if text == "none":
        return None
    found = _CANDIDATE.fullmatch(text)
    if not found:
        raise ValueError("no candidate")
    return Candidate(found[1], _number(found[2], 24), _number(found[3], 5))


def _signals(text: str) -> Signals:
    found = _SIGNALS.fullmatch(text)
    if not found:
        raise ValueError("no signals")
    return Signals(*map(int, found.groups()))


def _hex(size: int) -> Callable[[str], bytes]:
    def block(text: str) -> bytes:
        data = bytes.fromhex(text[2:]) if text.startswith("0x") else b""
        if len(data) != size or len(text) != 2 + 2 * size:
            raise ValueError("no block of %d bytes" % size)
        return data
    return block


def _base64(size: int) -> Callable[[str], bytes]:
    def block(text: str) -> bytes:
        data = base64.b64decode(text, validate=True)
        if len(data) != size or base64.b64encode(data).decode() != text:
            raise ValueError("no block of %d bytes" % size)
        return data
    return block


def _integer(text: str) -> int:
    number = int(text) if len(text) <= 20 else 1 << 64
    if not -1 << 63 <= number < 1 << 64:
        raise ValueError("a number beyond 64 bits")
    return number


def _real(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("a number beyond those of floating point")
    return number


def _json(text: str) -> Dict[str, Any]:
    if not text.startswith("{"):
        raise ValueError("no JSON object")
    return json.loads(text, parse_int=_integer, parse_float=_real, parse_constant=_integer)


def _value(text: str) -> Any:
    """The value of a reply: None, a number, a text, a dict of JSON or of KEY=VALUE words, or a list of words."""
    if text.startswith("{"):
        return _json(text)
    words: List[Any] = []
    pairs: Dict[str, Any] = {}
    for word in text.split(" ") if text else []:
        key, sign, value = word.partition("=")
        shown = value if sign else word
        if not shown or not key:
            raise ValueError("a word is missing")
        parsed = None if shown == "none" else shown if shown[0].isalpha() else _number(shown)
        if sign:
            pairs[key] = parsed
        words.append(parsed)
    if pairs and len(pairs) != len(words):
        raise ValueError("a word without a key, or a key twice")
    if pairs:
        return pairs
    return words if len(words) > 1 else words[0] if words else None


class _Errno(str):
    """The name of an error that a modelled kernel answers."""


def _answer(text: str) -> Any:
    """The value of a reply, or the name of an error."""
    if not text.startswith("-"):
        return _value(text)
    if not re.fullmatch("-E[A-Z0-9]{1,31}", text):
        raise ValueError("no name of an error")
    return _Errno(text[1:])


def _line(words: Tuple[Any, ...]) -> str:
    return " ".join(str(word) for word in words)


def _are_notices(rest: bytes) -> bool:
    return all(part[:1] in (b"", b"!") for part in rest.split(b"\n"))


def _malformed(line: str, reply: bytes, reason: str) -> Malformed:
    return Malformed(line, reply[:_SHOWN].decode("ascii", "backslashreplace"), reason)


class Machine:
    """A machine of its own on a socket of `gale script --socket PATH`. One thread uses it.

    `notices` are those that were kept, at most NOTICE_LIMIT; `notice_count` counts all, raised ones too; `notified` is
    False where nobody asked for notices, or the server is an older one, which has none.
    """

    def __init__(self, path: Optional[str], *keys: str, timeout: Optional[float] = None,
                 notices: Optional[str] = "raise") -> None:
        """Connects; keys such as "pes=2" ask for another machine than the default.

        Without a path, GALE_SOCKET of the environment has it, as `gale hunt` sets it.
        A timeout, in seconds, is that of connecting and of each command. A notice that a promise broke is raised as
        Broken ("raise"), kept in the list `notices` ("keep"), or not asked for (None or "off").
        """
        if notices not in ("raise", "keep", "off", None):
            raise ValueError("notices: %r is none of 'raise', 'keep', 'off', None" % (notices,))
        if path is None:
            path = os.environ.get("GALE_SOCKET", "")
            if not path:
                raise Lost("connect", "", "GALE_SOCKET names no socket")
        self.notices: List[Notice] = []
        self.notice_count = 0
        self.notified = False
        self._keeps = notices == "keep"
        self._timeout = timeout
        self._rest = b""
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.settimeout(timeout)
        self._poll = select.poll()
        self._poll.register(self._socket, select.POLLIN)
        try:
            self._socket.connect(path)
        except OSError as ex:
            self._socket.close()
            raise Lost("connect " + path, "", str(ex)) from ex
        try:
            if notices in ("raise", "keep"):
                self._ask_for_notices()
            if keys:
                self._take(_nothing, "machine", *keys)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "Machine":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connection, which ends the machine."""
        self._socket.close()
        self._rest = b""

    def command(self, *words: Any) -> str:
        """Sends one line and returns what follows OK."""
        line = _line(words)
        if not line.strip() or line.lstrip().startswith("#") or "\n" in line:
            raise ValueError("not one command: %r" % line)
        sent = line.encode() + b"\n"
        found: List[Notice] = []
        try:
            reply = self._exchange(line, sent, found)
        except OSError as ex:
            self.close()
            lost = Lost(line, "", str(ex))
            lost.notices = found
            raise lost from ex
        except BaseException as ex:
            self.close()                                # also at Ctrl-C: the reply would be that of the next command
            if isinstance(ex, GaleError):
                ex.notices = found
            raise
        self.notice_count += len(found)
        if found and not self._keeps:
            raise Broken(line, reply, found)
        self.notices += found[:NOTICE_LIMIT - len(self.notices)]
        status, _, text = reply.partition(" ")
        if status != "OK":
            raise Refused(line, reply, text)
        return text

    def _take(self, parse: Callable[[str], Any], *words: Any) -> Any:
        """Sends one line and returns its value; Malformed where that is not of the form."""
        text = self.command(*words)
        try:
            return parse(text)
        except (ValueError, RecursionError) as ex:
            raise Malformed(_line(words), ("OK " + text)[:_SHOWN], str(ex)[:_SHOWN]) from None

    def _ask_for_notices(self) -> None:
        try:
            self._take(_nothing, "notices", "on")
            self.notified = True
        except Refused as ex:                           # an older server, or one that closes: it has enough sessions
            if self._poll.poll(0 if "notices" in ex.reply else 1000):
                raise Lost(ex.line, ex.reply, str(ex)) from None

    def _exchange(self, line: str, sent: bytes, found: List[Notice]) -> str:
        """Sends a line; returns its reply, and adds the notices before it to a list."""
        deadline = None if self._timeout is None else time.monotonic() + self._timeout
        self._socket.settimeout(self._timeout)
        self._refuse_strays(line)
        try:
            self._socket.sendall(sent)
        except OSError:
            self._refuse_strays(line)                   # what a server said before it closed
            raise
        budget = REPLY_LIMIT
        while True:
            received = self._receive(line, deadline, budget)
            budget -= len(received) + 1
            if received.translate(None, _PRINTABLE):
                raise _malformed(line, received, "a reply with bytes that are not printable ASCII")
            reply = received.decode("ascii")
            if reply.startswith("OK ") and reply[3:4] not in ("", " ") or reply == "OK" or \
                    reply.startswith("FAIL ") or reply == "FAIL":
                if not _are_notices(self._rest):
                    raise _malformed(line, self._rest, "more than one reply")
                return reply
            notice = _NOTICE.fullmatch(reply)
            if not notice:
                raise _malformed(line, received, "neither OK nor FAIL nor a notice")
            if any(notice[1] == other.promise for other in found):
                raise _malformed(line, received, "a second notice of " + notice[1])
            found.append(Notice(notice[1], notice[2], line))

    def _refuse_strays(self, line: str) -> None:
        """Notices may come before their command; a reply may not."""
        if not self._poll.poll(0):
            return
        part = self._socket.recv(65536)
        if not part:
            raise Lost(line, "", "the connection was closed")
        self._rest += part
        if self._rest.startswith(b"FAIL "):             # too many sessions
            said = self._rest.partition(b"\n")[0][:_SHOWN].decode("ascii", "backslashreplace")
            raise Lost(line, said, said[5:])
        if len(self._rest) > REPLY_LIMIT or not _are_notices(self._rest):
            raise _malformed(line, self._rest, "a reply before its command")

    def _receive(self, line: str, deadline: Optional[float], budget: int) -> bytes:
        parts = [self._rest]
        size = len(self._rest)
        while b"\n" not in parts[-1]:
            if size > budget:
                raise _malformed(line, parts[0], "a reply of more than %d bytes" % REPLY_LIMIT)
            if deadline is not None:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise socket.timeout("timed out")
                self._socket.settimeout(left)
            part = self._socket.recv(65536)
            if not part:
                raise Lost(line, "", "the connection was closed%s" % (" in a reply" if size else ""))
            parts.append(part)
            size += len(part)
        received, _, self._rest = b"".join(parts).partition(b"\n")
        if len(received) >= budget:
            raise _malformed(line, received, "a reply of more than %d bytes" % REPLY_LIMIT)
        return received

    def _host(self, *words: Any) -> Any:
        text = self._take(_answer, *words)
        if isinstance(text, _Errno):
            raise KernelError(_line(words), "OK -" + text, text)
        return text

    def _read(self, verb: str, bits: int, address: int) -> int:
        return self._take(_word(bits), verb, hex(address))

    def readb(self, address: int) -> int:
        return self._read("readb", 8, address)

    def readw(self, address: int) -> int:
        return self._read("readw", 16, address)

    def readl(self, address: int) -> int:
        return self._read("readl", 32, address)

    def readq(self, address: int) -> int:
        return self._read("readq", 64, address)

    def writeb(self, address: int, value: int) -> None:
        self._take(_nothing, "writeb", hex(address), hex(value))

    def writew(self, address: int, value: int) -> None:
        self._take(_nothing, "writew", hex(address), hex(value))

    def writel(self, address: int, value: int) -> None:
        self._take(_nothing, "writel", hex(address), hex(value))

    def writeq(self, address: int, value: int) -> None:
        self._take(_nothing, "writeq", hex(address), hex(value))

    def read(self, address: int, size: int) -> bytes:
        """Returns a block of RAM, at most 1 MiB."""
        return self._take(_hex(size), "read", hex(address), size)

    def write(self, address: int, data: bytes) -> None:
        """Stores a block of RAM, at most 1 MiB."""
        self._take(_nothing, "write", hex(address), len(data), "0x" + data.hex())

    def b64read(self, address: int, size: int) -> bytes:
        """Returns a block of RAM as read() does, which crosses the socket in base64."""
        return self._take(_base64(size), "b64read", hex(address), size)

    def b64write(self, address: int, data: bytes) -> None:
        """Stores a block of RAM as write() does, which crosses the socket in base64."""
        self._take(_nothing, "b64write", hex(address), len(data), base64.b64encode(data).decode())

    def memset(self, address: int, size: int, byte: int) -> None:
        self._take(_nothing, "memset", hex(address), size, hex(byte))

    def insn(self, pe: int, el: str, name: str, operand: Optional[int] = None) -> Optional[int]:
        """Executes a GIC instruction; returns the destination register of CDIA and CDNMIA, else None."""
        parse = _number if name in ("CDIA", "CDNMIA") else _nothing
        return self._take(parse, "insn", pe, el, name, *([] if operand is None else [hex(operand)]))

    def sysr(self, pe: int, el: str, name: str) -> int:
        return self._take(_number, "sysr", pe, el, name)

    def sysw(self, pe: int, el: str, name: str, value: int) -> None:
        self._take(_nothing, "sysw", pe, el, name, hex(value))

    def ppi(self, pe: int, id: int, level: int) -> None:
        self._take(_nothing, "ppi", pe, id, level)

    def spi(self, id: int, level: int) -> None:
        self._take(_nothing, "spi", id, level)

    def wire(self, iwb: int, wire: int, level: int) -> None:
        self._take(_nothing, "wire", iwb, wire, level)

    def msi(self, its: int, device: int, event: int) -> None:
        self._take(_nothing, "msi", its, device, event)

    def hppi(self, pe: int) -> Optional[Candidate]:
        """Returns the candidate of the PE's physical domain, an LPI or an SPI."""
        return self._take(_candidate, "hppi", pe)

    def vhppi(self, pe: int) -> Optional[Candidate]:
        """Returns the candidate of the VPE that is resident on the PE."""
        return self._take(_candidate, "vhppi", pe)

    def ppihppi(self, pe: int) -> Optional[Candidate]:
        """Returns the best physical PPI of the PE."""
        return self._take(_candidate, "ppihppi", pe)

    def vppihppi(self, pe: int) -> Optional[Candidate]:
        """Returns the best virtual PPI of the PE."""
        return self._take(_candidate, "vppihppi", pe)

    def signal(self, pe: int) -> Signals:
        return self._take(_signals, "signal", pe)

    def clock_step(self, ns: int) -> None:
        self._take(_nothing, "clock_step", ns)

    def inspect(self, *words: Any) -> Dict[str, Any]:
        return self._take(_json, "inspect", *words)

    def explain(self, *words: Any) -> Dict[str, Any]:
        """Returns why an interrupt is where it is: explain("spi7"), explain("msi", 1, 5); its 'lines' say it."""
        return self._take(_json, "explain", *words)

    def digest(self) -> int:
        return self._take(_number, "digest")

    def stats(self) -> Dict[str, Any]:
        return self._take(_json, "stats")

    def kvm(self, *words: Any) -> Any:
        """A verb of the modelled KVM: its value, or a KernelError."""
        return self._host("kvm", *words)

    def v4(self, *words: Any) -> Any:
        """A verb of the modelled GICv4.1 host: its value, or a KernelError."""
        return self._host("v4", *words)

    def msix(self, *words: Any) -> Any:
        """A verb of functions with MSI-X vectors: its value, or a KernelError."""
        return self._host("msix", *words)

    def irqfd(self, *words: Any) -> Any:
        """A verb of eventfds and their routes: its value, or a KernelError."""
        return self._host("irqfd", *words)


class Server:
    """A process `gale script --socket` of its own, which ends with the block."""

    def __init__(self, gale: str = "gale", *options: str, timeout: float = 600) -> None:
        """Starts gale, with more options such as --journal DIR, and waits until it listens.

        Where no program gale is on PATH, it is the launcher of the checkout or package that this file belongs to. The
        first start of a checkout builds, for which the timeout, in seconds, leaves time.
        """
        beside = os.path.join(os.path.dirname(os.path.dirname(os.path.realpath(__file__))), "bin", "gale")
        if gale == "gale" and shutil.which(gale) is None and os.access(beside, os.X_OK):
            gale = beside
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

    def machine(self, *keys: str, timeout: Optional[float] = None, notices: Optional[str] = "raise") -> Machine:
        """Connects, which makes a machine; see Machine."""
        return Machine(self.path, *keys, timeout=timeout, notices=notices)

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
