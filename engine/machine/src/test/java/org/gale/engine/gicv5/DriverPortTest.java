package org.gale.engine.gicv5;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.machine.DriverPort;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.register.SystemRegister;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the port through which a host acts on a machine, with operations that are complete at once or later. */
class DriverPortTest
{
    private static final String KEYS = "pes=2 min_lpi_id_bits=4 ram=0x40000000:0x100000 ";
    private static final long NOWHERE = 0x1000;
    private static final int BEYOND = 1 << 16;

    @ParameterizedTest(name = "keys {0}")
    @ValueSource(strings = {"", "ops.delay=3", "ops.delay=3 ops.order=1"})
    void shouldLoadAndStoreWhereSomethingIsMapped(final String keys)
    {
        final List<DriverPort> ports = new ArrayList<>();
        try (Gicv5Machine machine = NotingHost.machine(KEYS + keys, ports))
        {
            final DriverPort port = ports.get(0);

            assertEquals(DriverPort.OK, port.store(Rig.RAM + 8, 8, 0x1234_5678_9abcL));
            assertEquals(DriverPort.OK, port.load(Rig.RAM + 8, 4));
            assertEquals(0x5678_9abcL, port.value());
            assertEquals(DriverPort.UNMAPPED, port.load(NOWHERE, 8));
            assertEquals(DriverPort.UNMAPPED, port.store(NOWHERE, 8, 1));
            assertEquals(DriverPort.UNMAPPED, port.store(Rig.RAM + 0x10_0000, 8, 1));
            assertEquals(0x5678_9abcL, port.value(), "a failed access has no value");
            assertEquals(0x1234_5678_9abcL, machine.peek(Rig.RAM + 8, 8));
        }
    }

    @ParameterizedTest(name = "keys {0}")
    @ValueSource(strings = {"", "ops.delay=3", "ops.delay=3 ops.order=1"})
    void shouldReadAndWriteRegistersOfAPe(final String keys)
    {
        final List<DriverPort> ports = new ArrayList<>();
        try (Gicv5Machine machine = NotingHost.machine(KEYS + keys, ports))
        {
            final DriverPort port = ports.get(0);
            final int pcr = SystemRegister.ICC_PCR_EL1.code();

            assertEquals(DriverPort.OK, port.writeRegister(1, Rig.EL1, pcr, 9));
            assertEquals(DriverPort.OK, port.readRegister(1, Rig.EL1, pcr));
            assertEquals(9, port.value());
            assertEquals(DriverPort.OK, port.readRegister(1, Rig.VEL1, pcr));
            assertEquals(0, port.value(), "of the guest");
            assertEquals(9, machine.registerValue(1, Rig.EL1, pcr));
        }
    }

    @ParameterizedTest(name = "keys {0}")
    @ValueSource(strings = {"", "ops.delay=3", "ops.delay=3 ops.order=1"})
    void shouldDoNothingWhereAnAccessIsUndefined(final String keys)
    {
        final List<DriverPort> ports = new ArrayList<>();
        try (Gicv5Machine machine = NotingHost.machine(KEYS + keys, ports))
        {
            final DriverPort port = ports.get(0);
            final int pcr = SystemRegister.ICC_PCR_EL1.code();
            final int readOnly = SystemRegister.ICC_HPPIR_EL1.code();
            final int cdia = GicInstruction.CDIA.code();
            final long before = machine.digest();

            assertEquals(DriverPort.UNDEFINED, port.writeRegister(-1, Rig.EL1, pcr, 9));
            assertEquals(DriverPort.UNDEFINED, port.writeRegister(2, Rig.EL1, pcr, 9));
            assertEquals(DriverPort.UNDEFINED, port.writeRegister(0, 3, pcr, 9));
            assertEquals(DriverPort.UNDEFINED, port.writeRegister(0, Rig.EL1, BEYOND | pcr, 9));
            assertEquals(DriverPort.UNDEFINED, port.writeRegister(0, Rig.EL1, readOnly, 9));
            assertEquals(DriverPort.UNDEFINED, port.readRegister(-1, Rig.EL1, pcr));
            assertEquals(DriverPort.UNDEFINED, port.readRegister(2, Rig.EL1, pcr));
            assertEquals(DriverPort.UNDEFINED, port.readRegister(0, 3, pcr));
            assertEquals(DriverPort.UNDEFINED, port.readRegister(0, Rig.EL1, BEYOND | pcr));
            assertEquals(DriverPort.UNDEFINED, port.instruction(-1, Rig.EL1, cdia, 0));
            assertEquals(DriverPort.UNDEFINED, port.instruction(2, Rig.EL1, cdia, 0));
            assertEquals(DriverPort.UNDEFINED, port.instruction(0, 3, cdia, 0));
            assertEquals(DriverPort.UNDEFINED, port.instruction(0, Rig.EL1, GicInstruction.VDPEND.code(), 0));
            assertEquals(before, machine.digest());
        }
    }

    @ParameterizedTest(name = "keys {0}")
    @ValueSource(strings = {"", "ops.delay=3", "ops.delay=3 ops.order=1"})
    void shouldExecuteInstructions(final String keys)
    {
        final List<DriverPort> ports = new ArrayList<>();
        try (Gicv5Machine machine = NotingHost.machine(KEYS + keys, ports))
        {
            final DriverPort port = ports.get(0);
            port.store(Rig.IRS + Registers.IRS_CR0, 4, 1);
            port.writeRegister(0, Rig.EL1, SystemRegister.ICC_PCR_EL1.code(), 31);
            port.writeRegister(0, Rig.EL1, SystemRegister.ICC_CR0_EL1.code(), 1);
            assertEquals(DriverPort.OK, port.readRegister(0, Rig.EL1, SystemRegister.ICC_PCR_EL1.code()));
            final long intid = Integer.toUnsignedLong(Rig.spi(3));

            assertEquals(DriverPort.OK, port.instruction(0, Rig.EL1, GicInstruction.CDEN.code(), intid));
            assertEquals(31, port.value(), "an instruction without a result leaves the value");
            assertEquals(DriverPort.OK, port.instruction(0, Rig.EL1, GicInstruction.CDPEND.code(), intid | 1L << 32));
            assertEquals(DriverPort.OK, port.instruction(0, Rig.EL1, GicInstruction.CDIA.code(), 0));
            assertEquals(Rig.VALID | intid, port.value());
            assertEquals(2, machine.queries().entry(Rig.owner(Rig.PHYSICAL), Rig.spi(3)) & 3, "active");
        }
    }

    /** Software sees an operation that is not complete; the host, inside its command, does not. */
    @Tag("B-IRS-1")
    @ParameterizedTest(name = "keys {0}")
    @ValueSource(strings = {"", "ops.delay=3", "ops.delay=3 ops.order=1"})
    void shouldCompleteTheOperationsOfAHostAtOnce(final String keys)
    {
        final List<DriverPort> ports = new ArrayList<>();
        try (Rig rig = new Rig(NotingHost.machine(KEYS + keys, ports)))
        {
            final DriverPort port = ports.get(0);
            final long cr0 = Rig.IRS + Registers.IRS_CR0;

            port.store(cr0, 4, 1);
            assertEquals(3, rig.irs(Registers.IRS_CR0), "enabled and idle");

            rig.irs(Registers.IRS_CR0, 0);
            assertEquals(keys.isEmpty() ? 2 : 1, rig.irs(Registers.IRS_CR0));
            port.load(cr0, 4);
            assertEquals(2, port.value(), "the host waits");
            assertEquals(2, rig.irs(Registers.IRS_CR0));

            rig.irs(Registers.IRS_CR0, 1);
            assertEquals(keys.isEmpty() ? 3 : 0, rig.irs(Registers.IRS_CR0), "of software again");
        }
    }
}
