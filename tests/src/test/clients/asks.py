"""Calls functions of the client that it reads from its input, each by a connection of its own, and prints the results.

A line has the function, the timeout in milliseconds, and what becomes of notices. After each call follows a digest.
"""
import resource
import sys

import gale

ADDRESS = 0x40000000
CALLS = {
    "insn": lambda machine: machine.insn(0, "el1", "CDEN", 5),
    "cdia": lambda machine: machine.insn(0, "el1", "CDIA"),
    "sysr": lambda machine: machine.sysr(0, "el1", "ICC_PCR_EL1"),
    "sysw": lambda machine: machine.sysw(0, "el1", "ICC_PCR_EL1", 1),
    "read": lambda machine: machine.read(ADDRESS, 16),
    "b64read": lambda machine: machine.b64read(ADDRESS, 16),
    "write": lambda machine: machine.write(ADDRESS, b"\1\2\3"),
    "b64write": lambda machine: machine.b64write(ADDRESS, b"\1\2\3"),
    "memset": lambda machine: machine.memset(ADDRESS, 16, 0xff),
    "ppi": lambda machine: machine.ppi(0, 27, 1),
    "spi": lambda machine: machine.spi(5, 1),
    "wire": lambda machine: machine.wire(0, 5, 1),
    "msi": lambda machine: machine.msi(0, 1, 2),
    "clock_step": lambda machine: machine.clock_step(5),
    "inspect": lambda machine: machine.inspect("topology"),
    "explain": lambda machine: machine.explain("msi", 1, 2),
    "kvm": lambda machine: machine.kvm("create_vm"),
    "v4": lambda machine: machine.v4("state", 0, 8192),
    "msix": lambda machine: machine.msix("state", 1, 0),
    "irqfd": lambda machine: machine.irqfd("state", 1),
}
CALLS.update({name: lambda machine, name=name: getattr(machine, name)(ADDRESS)
              for name in ("readb", "readw", "readl", "readq")})
CALLS.update({name: lambda machine, name=name: getattr(machine, name)(ADDRESS, 1)
              for name in ("writeb", "writew", "writel", "writeq")})
CALLS.update({name: lambda machine, name=name: getattr(machine, name)(0)
              for name in ("hppi", "vhppi", "ppihppi", "vppihppi", "signal")})
CALLS.update({name: lambda machine, name=name: getattr(machine, name)() for name in ("stats", "digest")})


def shown(value):
    if value is None:
        return "-"
    if isinstance(value, dict):
        return "object"
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    return value.hex() if isinstance(value, bytes) else hex(value) if isinstance(value, int) else repr(value)


def result(call, *words):
    try:
        return "OK " + shown(call(*words))
    except gale.Broken as ex:
        assert ex.promise == ex.notices[0].promise and ex.sentence == ex.notices[0].sentence and ex.reply
        return "BROKEN %s %s, %s" % (ex.promise, ex.sentence, ex.reply)
    except gale.GaleError as ex:
        return type(ex).__name__.upper()


def main():
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
    for text in sys.stdin:
        name, timeout, notices = text.split()
        opened = []
        keys = ["pes=2"] if name == "machine" else []
        first = result(lambda: opened.append(
            gale.Machine(sys.argv[1], *keys, timeout=int(timeout) / 1000, notices=notices)))
        if not opened or name == "machine":
            print(first, flush=True)
            for machine in opened:
                machine.close()
            continue
        with opened[0] as machine:
            first = result(CALLS[name], machine)
            second = result(machine.digest)
            print("%s | %s | %d" % (first, second, machine.notice_count), flush=True)


main()
