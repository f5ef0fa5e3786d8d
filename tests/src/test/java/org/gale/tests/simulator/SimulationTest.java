package org.gale.tests.simulator;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Storms in a closed loop on a disk that fails. A failure names its seed. */
class SimulationTest
{
    private static final long SECONDS_DEFAULT = 4;

    @Test
    @Timeout(value = 7, unit = TimeUnit.DAYS)
    void shouldKeepEveryPromiseWhateverFails()
    {
        SeedCampaign.run("storms", SECONDS_DEFAULT, Simulation::run);
    }

    /** 226, 240: commands of frames that waited for a force were counted as applied. 8: no space for a long frame. */
    @ParameterizedTest
    @ValueSource(longs = { 8, 226, 240 })
    void shouldKeepEveryPromiseWhenASeedOnceFailed(final long seed)
    {
        assertTrue(Simulation.run(seed).commands() > 0);
    }

    @ParameterizedTest
    @ValueSource(longs = { 2, 15 })
    void shouldRepeatToTheByteWhenTheSeedIsTheSame(final long seed)
    {
        assertEquals(Simulation.run(seed), Simulation.run(seed));
    }
}
