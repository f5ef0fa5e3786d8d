"""Asks the client for each of its answers."""
import errno

import gale


def caught(kind, call, *words):
    try:
        call(*words)
    except kind as ex:
        return ex
    raise AssertionError("%s raised no %s" % (words, kind.__name__))


with gale.Server() as server:
    with server.machine("pes=2", timeout=60) as machine:
        assert machine.notified and machine.notice_count == 0
        for size, read, write in ((1, machine.readb, machine.writeb), (2, machine.readw, machine.writew),
                                  (4, machine.readl, machine.writel), (8, machine.readq, machine.writeq)):
            write(0x40000000 + 16 * size, 0x1122334455667788 >> (64 - 8 * size))
            assert read(0x40000000 + 16 * size) == 0x1122334455667788 >> (64 - 8 * size)
        machine.write(0x40000000, b"\x01\x02\xff")
        machine.memset(0x40000003, 2, 9)
        assert machine.read(0x40000000, 5) == b"\x01\x02\xff\x09\x09"
        machine.b64write(0x40000001, b"\x07\x08")
        assert machine.b64read(0x40000000, 4) == b"\x01\x07\x08\x09"
        machine.writel(0x08010080, 1)
        machine.sysw(0, "el1", "ICC_PCR_EL1", 31)
        machine.sysw(0, "el1", "ICC_CR0_EL1", 1)
        assert machine.sysr(0, "el1", "ICC_PCR_EL1") == 31
        assert machine.insn(0, "el1", "CDPRI", 3 << 35 | 0x60000005) is None
        machine.insn(0, "el1", "CDEN", 0x60000005)
        assert machine.hppi(0) is None and machine.vhppi(0) is None
        assert machine.ppihppi(0) is None and machine.vppihppi(0) is None
        machine.spi(5, 1)
        assert machine.hppi(0) == gale.Candidate("SPI", 5, 3)
        assert machine.signal(0) == gale.Signals(1, 0, 0, 0)
        assert machine.insn(0, "el1", "CDIA") == 0x160000005
        machine.ppi(0, 27, 1)
        machine.wire(0, 1, 1)
        machine.msi(0, 1, 2)
        machine.clock_step(5)
        assert machine.stats()["accounting"]["remainder"] == 0
        assert machine.inspect("topology")["view"] == "topology"
        assert machine.explain("spi7")["lines"] and machine.explain("msi", 1, 5)["lines"]
        assert machine.digest() != 0

        assert machine.kvm("create_vm") == 0
        machine.kvm("create_vcpu", 0, 0)
        refused = caught(gale.KernelError, machine.kvm, "create_vcpu", 0, 0)
        assert (refused.name, refused.errno, refused.reply) == ("EEXIST", errno.EEXIST, "OK -EEXIST")
        assert refused.line == "kvm create_vcpu 0 0" and isinstance(refused, gale.GaleError)
        assert machine.kvm("leaks")["vm_ids"] >= 0
        fail = caught(gale.Refused, machine.readl, 5)
        assert (fail.line, fail.reply, str(fail)) == ("readl 0x5", "FAIL unmapped", "readl 0x5: unmapped")
        for words in ((), ("",), ("# x",), ("digest\ndigest",)):
            caught(ValueError, machine.command, *words)

        with server.machine() as host:
            assert host.v4("host") == 0
            assert host.v4("create_vm", 2) == 0
            host.v4("map", 0, 1, 1, 1, 8192)
            state = host.v4("state", 0, 8192)
            assert state == {"pending": 0, "route": "PHYS", "vcpu": 1, "spurious": 0}
            assert host.v4("state", 0, 8193)["vcpu"] is None and host.v4("ack", 0, 0) is None
            assert all(holds is True for holds in host.v4("audit").values())
            host.msix("create", 1, "vectors=1", "bar=0x10000000")
            assert host.msix("state", 1, 0)["mask"] == 1
            host.irqfd("add", 0, 1, 0)
            assert host.irqfd("state", 0) == {"eventfd": 0, "route": 0}
        assert caught(gale.Refused, gale.Machine, server.path, "pes=0").reply.startswith("FAIL")
        assert machine.command("quit") == ""
        assert caught(gale.Lost, machine.digest).reply == ""
    path = server.path
caught(gale.Lost, gale.Machine, path)
caught(ValueError, lambda: gale.Machine(path, notices="loud"))
assert "no option '--bad'" in str(caught(gale.Lost, gale.Server, "gale", "--bad"))
caught(gale.Lost, gale.Server, "/there/is/none")
print("all held")
