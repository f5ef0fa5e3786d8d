package org.gale.tests.concurrency;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests of lanes under jcstress. The search for broken twins shows that the harness would notice a fault. */
class LaneStressTest
{
    @Test
    @Tag("slow")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void shouldStaySoundWhenActorsAreCompiledApart() throws IOException, InterruptedException
    {
        StressRun.assertSound("LaneStress", StressRun.LONG);
    }

    @Test
    @Tag("slow")
    @Timeout(value = 25, unit = TimeUnit.MINUTES)
    void shouldFindTheBrokenTwinsWhenActorsAreCompiledApart() throws IOException, InterruptedException
    {
        StressRun.findTwins(
            Set.of("BrokenLaneStress.Publish", "BrokenLaneStress.GiveBack", "BrokenLaneStress.Complete"),
            StressRun.LONG, StressRun.LONG_BOUND_NS);
    }
}
