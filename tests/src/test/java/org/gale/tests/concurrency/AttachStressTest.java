package org.gale.tests.concurrency;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests of the hand-over of lanes under jcstress. The search for broken twins shows that a fault would be noticed. */
class AttachStressTest
{
    @Test
    @Tag("slow")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void shouldStaySoundWhenActorsAreCompiledApart() throws IOException, InterruptedException
    {
        StressRun.assertSound("AttachStress", StressRun.LONG);
    }

    @Test
    @Tag("slow")
    @Timeout(value = 25, unit = TimeUnit.MINUTES)
    void shouldFindTheBrokenTwinWhenActorsAreCompiledApart() throws IOException, InterruptedException
    {
        StressRun.findTwins(Set.of("BrokenAttachStress.HandOver"), StressRun.LONG, StressRun.LONG_BOUND_NS);
    }
}
