package org.gale.engine.script;

import org.gale.engine.gicv4.V4Rig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class StatsJsonTest
{
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
            assertEquals("{\"commands\":25,\"doorbells\":0,\"accounting\":{\"offered\":9,\"delivered\":1," +
                "\"coalesced\":1,\"pending\":3,\"rejected\":{\"untranslated\":3,\"unreachable\":0," +
                "\"withdrawn-cleared\":1,\"withdrawn-unmapped\":0},\"remainder\":0,\"redelivered\":0," +
                "\"vms\":[" + first + ',' + second + "]}}", StatsJson.of(rig.machine()));
        }
    }
}
