package org.gale.engine.storm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.flow.Setup;
import org.gale.engine.storm.setting.StormConfig;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.Test;

class ResidentWorkloadTest
{
    @Test
    void shouldHaveAMachineWhenEachVpeHasAPe()
    {
        assertEquals(64, new ResidentWorkload(StormConfig.DEFAULT).machine().pes());
    }

    @Test
    void shouldRefuseAStormWhenAVpeHasNoPe()
    {
        final StormConfig config = StormConfig.parse(StormConfig.DEFAULT.toKeys().replace("pes=64", "pes=63"));

        final IllegalArgumentException ex =
            assertThrows(IllegalArgumentException.class, () -> new ResidentWorkload(config));

        assertEquals("pes: 63 is fewer than vms × vpes = 64, and every VPE of this storm is resident (try pes 64)",
            ex.getMessage());
    }

    /** Writes a large table in parts: none holds more than a few commands, and no command is shorter for it. */
    @Test
    void shouldWriteALargeTableInParts()
    {
        final StormConfig config = StormConfigs.begin().vms(1).devices(4).events(1 << 14).build();
        final ResidentWorkload workload = new ResidentWorkload(config);
        final List<Integer> lengths = new ArrayList<>();
        int most = 0;
        final Setup setup = workload.setUp((command, words) -> lengths.add(words));
        for (int step = 0; step < setup.stepCount(); step++)
        {
            final int before = lengths.size();
            setup.step(step);
            most = Math.max(most, lengths.size() - before);
        }

        final int commandsOfTable = Topology.of(config).lpis(0) * Integer.BYTES / Commands.RAM_BYTES_LIMIT;
        assertTrue(commandsOfTable > 5_000, commandsOfTable + " commands for the table");
        assertTrue(most < 4_000, most + " commands in a step");
        final int full = 2 + Commands.RAM_BYTES_LIMIT / Long.BYTES;
        final int commandsOfDevices = 4 * ((1 << 14) * Long.BYTES / Commands.RAM_BYTES_LIMIT);
        assertEquals(commandsOfTable + commandsOfDevices, Collections.frequency(lengths, full));
    }
}
