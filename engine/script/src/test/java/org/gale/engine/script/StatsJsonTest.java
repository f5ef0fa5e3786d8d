package org.gale.engine.script;

import org.gale.engine.gicv4.V4Rig;
import org.gale.engine.gicv5.Ist;
import org.gale.engine.gicv5.Rig;
import org.gale.engine.record.Losses;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StatsJsonTest
{
    private static final String NOTHING_LOST = "\"lost\":0,\"invented\":0,\"excused\":0,";

    @Tag("P1")
    @Test
    void shouldCountEachEventOnceInAllAndByVm()
    {
        try (V4Rig rig = new V4Rig("cpus=2"))
        {
            rig.line("create_vm 1");
            rig.line("create_vm 1");
            for (int event = 0; event < 4; event++)
            {
                rig.lines("map 0 1 " + event + " 0 " + (8192 + event), "config 0 " + (8192 + event) + " 64 1");
            }
            rig.lines("map 1 2 0 0 8192", "config 1 8192 64 1", "load 0 0 0", "load 1 0 1");
            rig.lines("msi 1 0", "msi 1 0", "msi 1 1", "msi 1 2", "msi 1 3", "msi 2 0");
            rig.lines("msi 7 0", "msi 7 1", "msi 1 9");                         // to nobody
            rig.line("ack 0 0");
            rig.lines("discard 0 1 3");

            final String first = "{\"vm\":0,\"offered\":5,\"delivered\":1,\"coalesced\":1,\"pending\":2," +
                "\"rejected\":{\"withdrawn-cleared\":1,\"withdrawn-unmapped\":0},\"remainder\":0,\"redelivered\":0}";
            final String second = "{\"vm\":1,\"offered\":1,\"delivered\":0,\"coalesced\":0,\"pending\":1," +
                "\"rejected\":{\"withdrawn-cleared\":0,\"withdrawn-unmapped\":0},\"remainder\":0,\"redelivered\":0}";
            assertEquals("{\"commands\":25,\"doorbells\":0," + NOTHING_LOST +
                "\"accounting\":{\"offered\":9,\"delivered\":1," +
                "\"coalesced\":1,\"pending\":3,\"rejected\":{\"untranslated\":3,\"unreachable\":0," +
                "\"withdrawn-cleared\":1,\"withdrawn-unmapped\":0},\"remainder\":0,\"redelivered\":0," +
                "\"vms\":[" + first + ',' + second + "]}}", StatsJson.of(rig.machine(), Losses.of(rig.machine())));
        }
    }

    @Tag("V4-RFC-5")
    @Test
    void shouldHaveTheMistakesThatWereAskedFor()
    {
        try (V4Rig rig = new V4Rig("cpus=2"))
        {
            rig.line("create_vm 1");
            rig.lines("map 0 1 0 0 8192", "config 0 8192 64 1");
            assertFalse(StatsJson.of(rig.machine(), Losses.of(rig.machine())).contains("controls"));

            rig.lines("legacy on", "enable 0 0", "msi 1 0", "disable 0 0", "fail 1 1");

            final String stats = StatsJson.of(rig.machine(), Losses.of(rig.machine()));
            assertTrue(stats.contains("\"controls\":{\"legacy=on\":1,\"v4 fail\":0},\"accounting\":{"), stats);
        }
    }

    /** An event for VM 1, which is valid, and one for VM 2, which is not: both wait, and are in all, one in VM 1. */
    @Tag("P1")
    @Tag("B-ORD-8")
    @Test
    void shouldCountEventsThatWaitOnBothSides()
    {
        try (Rig rig = new Rig("pes=1 ram=0x40000000:0x2000000 vm_id_bits=8 min_lpi_id_bits=4 ops.delay=1 ops.order=1"))
        {
            rig.deviceTable();
            rig.vmTable();
            rig.load(Rig.RAM, 8);
            rig.describeVm(1, Rig.RAM + 0x100_0000, 2, Ist.linear(Rig.RAM + 0x101_0000, 8), null);
            rig.mapVm(1, false);
            rig.load(Rig.RAM, 8);
            rig.mapVist(1, Intid.TYPE_LPI, false);
            rig.device(3);
            rig.mapEvent(3, 0, 1, 7);
            rig.mapEvent(3, 1, 2, 7);
            rig.msi(3, 0);
            rig.msi(3, 1);
            rig.msi(3, 2);

            final String counts = "\"delivered\":0,\"coalesced\":0,\"pending\":1,\"unsynced\":";
            final String rejected =
                "\"withdrawn-cleared\":0,\"withdrawn-unmapped\":0},\"remainder\":0,\"redelivered\":0";
            assertEquals("\"accounting\":{\"offered\":3," + counts +
                "1,\"rejected\":{\"untranslated\":1,\"unreachable\":0," + rejected +
                ",\"vms\":[{\"vm\":1,\"offered\":1," + counts + "0,\"rejected\":{" + rejected + "}]}}",
                StatsJson.of(rig.machine(), Losses.of(rig.machine())).replaceFirst("^.*?(?=\"accounting)", ""));
            rig.msi(3, 0);
            rig.load(Rig.RAM, 8);
            assertEquals("[{\"vm\":1,\"offered\":2," + counts + "1,\"rejected\":{" + rejected + "}]}}",
                StatsJson.of(rig.machine(), Losses.of(rig.machine())).replaceFirst("^.*\"vms\":", ""));
        }
    }
}
