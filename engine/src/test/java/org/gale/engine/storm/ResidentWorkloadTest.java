package org.gale.engine.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
}
