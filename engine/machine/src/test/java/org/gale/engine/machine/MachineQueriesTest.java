package org.gale.engine.machine;

import org.gale.engine.gicv4.V4Rig;
import org.gale.engine.gicv5.Rig;
import org.gale.engine.machine.DirectQueries.InSoftware;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Tests of the queries that a machine of each kind answers. */
class MachineQueriesTest
{
    @Test
    void shouldGiveTheQueriesOfAGicv5()
    {
        try (Rig rig = new Rig("pes=2"))
        {
            assertSame(rig.machine().queries(), InterruptQueries.of(rig.machine()));
            assertThrows(ClassCastException.class, () -> DirectQueries.of(rig.machine()));
        }
    }

    @Test
    void shouldGiveTheQueriesOfAHostOfGicv4()
    {
        try (V4Rig rig = new V4Rig(""))
        {
            assertSame(rig.machine().queries(), DirectQueries.of(rig.machine()));
            assertThrows(ClassCastException.class, () -> InterruptQueries.of(rig.machine()));
        }
    }

    @ParameterizedTest(name = "latched {0}, {1}, host pending {2}")
    @CsvSource({
        "false, none, false, false", "true, none, false, true", "false, queued, false, true",
        "false, listed, false, true", "false, none, true, true", "true, listed, true, true",
    })
    void shouldBePendingInSoftwareWhereverThePathHoldsIt(
        final boolean isLatched, final String place, final boolean isHostPending, final boolean isPending)
    {
        assertEquals(isPending, new InSoftware(isLatched, place, 8192, isHostPending).isPending());
    }

    /** Makes VMs 0, 2, 4 and so on valid. */
    @ParameterizedTest(name = "{0} VMs")
    @CsvSource(delimiter = '|', value = {
        "0 | no VM is valid",
        "1 | valid VMs: 0",
        "3 | valid VMs: 0, 2, 4",
        "16 | valid VMs: 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30",
        "17 | valid VMs: 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, ...",
        "18 | valid VMs: 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, ...",
    })
    void shouldListTheFirstValidVms(final int count, final String text)
    {
        try (Rig rig = new Rig("pes=2"))
        {
            rig.enableIrs();
            rig.vmTable();
            for (int i = 0; i < count; i++)
            {
                rig.describeVm(2 * i, Rig.RAM + 0x100_0000 + i * 0x1000L, 2, null, null);
                rig.mapVm(2 * i, false);
            }

            assertEquals(text, ValidVms.text(InterruptQueries.of(rig.machine())));
        }
    }
}
