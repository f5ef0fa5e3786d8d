package org.gale.engine.replay;

import org.gale.engine.gicv5.Ist;
import org.gale.engine.gicv5.Rig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Tests of the first difference between two machines that did the same, up to a last command of one of them. */
class MachineDifferenceTest
{
    private static final int SIZE = 0x200_0000;
    private static final String KEYS = "pes=2 spis=16 min_lpi_id_bits=4 ram=0x40000000:0x" + Integer.toHexString(SIZE);

    private final Rig first = new Rig(KEYS);
    private final Rig second = new Rig(KEYS);

    @BeforeEach
    void bringUp()
    {
        for (final Rig rig : new Rig[]{first, second})
        {
            rig.enableIrs();
            rig.physicalIst(Ist.linear(Rig.RAM + 0x1_0000, 6));
            rig.vmTable();
            rig.simpleVm(4, 6);
            rig.priority(0, Rig.EL1, Rig.lpi(63), 31);
            rig.store(Rig.RAM + SIZE - 8, 8, 5);
            rig.machine().outputs().clear();
        }
    }

    @AfterEach
    void close()
    {
        first.close();
        second.close();
    }

    @Test
    void shouldFindNoneWhereAllIsEqual()
    {
        assertNull(find());
    }

    @ParameterizedTest(name = "LPI {0}")
    @ValueSource(ints = { 0, 1, 31, 62 })
    void shouldFindAnEntryThatOneMachineAloneHolds(final int id)
    {
        first.enable(0, Rig.EL1, Rig.lpi(id), true);

        assertEquals(new MachineDifference("L2_ISTE of physical LPI " + id,
            "0x00000008  IAFFID=0 PRIORITY=0 HWU=0 IRM=0 ENABLE=1 HM=edge ACTIVE=0 PENDING=0",
            "0x00000000  IAFFID=0 PRIORITY=0 HWU=0 IRM=0 ENABLE=0 HM=edge ACTIVE=0 PENDING=0"), find());
        second.enable(0, Rig.EL1, Rig.lpi(id), true);
        second.pend(0, Rig.EL1, Rig.lpi(id), true);

        assertEquals(new MachineDifference("L2_ISTE of physical LPI " + id,
            "0x00000008  IAFFID=0 PRIORITY=0 HWU=0 IRM=0 ENABLE=1 HM=edge ACTIVE=0 PENDING=0",
            "0x00000009  IAFFID=0 PRIORITY=0 HWU=0 IRM=0 ENABLE=1 HM=edge ACTIVE=0 PENDING=1"), find());
    }

    @Test
    void shouldFindAnSpiBehindEqualLpis()
    {
        second.virtualPend(4, Rig.spi(7), true);

        assertEquals(new MachineDifference("L2_ISTE of VM 4 SPI 7",
            "0x00000000  IAFFID=0 PRIORITY=0 HWU=0 IRM=0 ENABLE=0 HM=edge ACTIVE=0 PENDING=0",
            "0x00000001  IAFFID=0 PRIORITY=0 HWU=0 IRM=0 ENABLE=0 HM=edge ACTIVE=0 PENDING=1"), find());
    }

    @ParameterizedTest(name = "at {0}")
    @ValueSource(ints = { 0, 8, 0xff8, 0x1000, SIZE - 16 })
    void shouldFindAWordOfRam(final int offset)
    {
        second.ram().storeLong(Rig.RAM + offset, 0x1234);

        assertEquals(new MachineDifference(
            "RAM at 0x" + Long.toHexString(Rig.RAM + offset), "0x0", "0x1234"), find());
    }

    @Test
    void shouldFindAnOutputThatOneMachineAloneHas()
    {
        second.machine().outputs().result(0x99);

        assertEquals(new MachineDifference("word 0 of the outputs", "none", "0x1000000000000000"), find());
        first.machine().outputs().result(0x98);
        assertEquals(new MachineDifference("word 1 of the outputs", "0x98", "0x99"), find());
        first.machine().outputs().clear();
        second.machine().outputs().clear();
        first.machine().outputs().signal(1, 3);
        assertEquals(new MachineDifference("word 0 of the outputs", "0x3000100000000003", "none"), find());
    }

    private MachineDifference find()
    {
        return MachineDifference.find(first.machine(), second.machine());
    }
}
