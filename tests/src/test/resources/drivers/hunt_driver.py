"""A driver of LPIs and its test, which waits as drivers must. The word "early" leaves out the wait for an invalidation."""
import sys

import gale

IRS, ITS = 0x08010000, 0x08100000
LPI_TABLE, DEVICE_TABLE, EVENTS = 0x40100000, 0x40500000, 0x40510000
LPI = 0x40000000
DEVICE, EVENT, STEPS, POLLS = 3, 5, 300, 1000


class Driver:
    """What a kernel does of the GIC, for one PE and the events of one device."""

    def __init__(self, machine, early):
        self.machine = machine
        self.early = early

    def idle(self, address, bit):
        for _ in range(POLLS):
            if self.machine.readl(address) & bit:
                return
        raise AssertionError("not idle: 0x%x" % address)

    def gic(self, name, operand=None):
        return self.machine.insn(0, "el1", name, operand)

    def start(self):
        self.machine.sysw(0, "el1", "ICC_CR0_EL1", 1)
        self.machine.sysw(0, "el1", "ICC_PCR_EL1", 31)
        self.machine.writel(IRS + 0x80, 1)              # IRS_CR0.IRSEN
        self.idle(IRS + 0x80, 2)
        self.machine.writel(IRS + 0x190, 14)            # IRS_IST_CFGR
        self.machine.writeq(IRS + 0x180, LPI_TABLE | 1)
        self.idle(IRS + 0x194, 1)
        self.machine.writel(ITS + 0xd0, 8)              # ITS_DT_CFGR
        self.machine.writeq(ITS + 0xc0, DEVICE_TABLE)
        self.machine.writel(ITS + 0x80, 1)              # ITS_CR0.ITSEN
        self.idle(ITS + 0x80, 2)

    def invalidate(self, register, value):
        self.machine.writeq(ITS + 0x100, DEVICE)        # ITS_DIDR
        self.machine.writel(ITS + 0x108, EVENT)         # ITS_EIDR
        self.machine.writel(ITS + register, value)
        if not self.early:
            self.idle(ITS + 0x120, 1)

    def register(self):
        self.machine.writeq(DEVICE_TABLE + 8 * DEVICE, 0x4000000000000001 | EVENTS)
        self.invalidate(0x110, 0x80000008)

    def entry(self, value):
        self.machine.writeq(EVENTS + 8 * EVENT, value)
        self.invalidate(0x10c, 0x80000000)

    def map(self, lpi):
        self.entry(0x80000000 | lpi)
        self.gic("CDPRI", 8 << 35 | LPI | lpi)
        self.gic("CDEN", LPI | lpi)
        self.gic("GSBSYS")

    def unmap(self, lpi):
        self.gic("CDDIS", LPI | lpi)
        self.gic("GSBSYS")
        self.entry(0)
        self.machine.writeq(ITS + 0x140, 1 << 63 | DEVICE)
        self.idle(ITS + 0x148, 1)
        self.machine.writel(IRS + 0xc0, 1 << 31)
        self.idle(IRS + 0xc4, 1)
        self.gic("CDPEND", LPI | lpi)                   # what was on its way is pending, and for nobody
        self.gic("GSBSYS")

    def interrupt(self):
        """Takes an interrupt, and returns its LPI or None."""
        taken = self.gic("CDIA")
        if not taken >> 32 & 1:
            return None
        self.gic("GSBACK")
        self.gic("CDEOI")
        self.gic("CDDI", taken & 0xffffffff)
        self.gic("GSBSYS")
        return taken & 0xffffff

    def wait(self):
        for _ in range(STEPS):
            if self.machine.signal(0).irq:
                break
            self.machine.clock_step(1)
        return self.interrupt()


def check(holds, what):
    if not holds:
        print(what)
        sys.exit(1)


def main():
    with gale.Machine(None) as machine:
        driver = Driver(machine, "early" in sys.argv)
        driver.start()
        machine.msi(0, DEVICE, EVENT)                   # nobody knows the device
        driver.register()
        machine.msi(0, DEVICE, EVENT)                   # nor its event
        for lpi in (40, 41, 40):
            driver.map(lpi)
            machine.msi(0, DEVICE, EVENT)
            check(driver.wait() == lpi, "no LPI %d" % lpi)
            machine.msi(0, DEVICE, EVENT)               # on its way while it is unmapped
            driver.unmap(lpi)
            check(driver.interrupt() is None, "LPI %d of an event that is unmapped" % lpi)


if __name__ == "__main__":
    main()
