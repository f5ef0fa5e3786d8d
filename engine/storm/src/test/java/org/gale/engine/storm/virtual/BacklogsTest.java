package org.gale.engine.storm.virtual;

import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.result.Load;
import org.gale.engine.storm.scenario.StormConfig;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the PEs by which the load of a group is judged. */
class BacklogsTest
{
    private static final long END_NS = 100;
    private static final StormConfig CONFIG =
        VirtualStorms.config(10, 1, VirtualStorms.vms("vm", 1, 2, 100, VirtualStorms.guest(0, false)));

    private final Backlogs backlogs = new Backlogs(new ResidentWorkload(CONFIG).topology());
    private final PeTimes times = new PeTimes(2);

    private long leftPpm()
    {
        return backlogs.loads(END_NS, times).get(0).leftPpm();
    }

    /** PE 0 handles for 60 of 100 ns, PE 1 for 90. */
    @Test
    void shouldJudgeAGroupByTheFullestPeThatHandledItsInterruptsBehindTheWarmup()
    {
        times.enter(0, PeState.HANDLER, 40);
        times.enter(1, PeState.HANDLER, 10);

        assertEquals(Load.WHOLE_PPM, leftPpm());
        backlogs.handled(0, 0);
        assertEquals(400_000, leftPpm());
        backlogs.handled(0, 1);
        assertEquals(100_000, leftPpm());
        backlogs.measure();
        assertEquals(Load.WHOLE_PPM, leftPpm());
        backlogs.handled(0, 0);
        assertEquals(400_000, leftPpm());
    }
}
