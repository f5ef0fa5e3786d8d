package org.gale.engine.storm.virtual;

import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.run.Options;
import org.gale.engine.storm.run.RunningStorm;
import org.gale.engine.storm.run.StormRun;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

/** Tests of the clock that a storm runs on. */
class StormsByClockTest
{
    private static void assertRun(final Class<? extends RunningStorm> expected, final StormConfig config)
    {
        final Workload workload = new ResidentWorkload(config);
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            assertInstanceOf(expected,
                StormsByClock.ALL.create(Options.of(config, workload), machine, new NoLog()));
        }
    }

    @Test
    void shouldRunAStormInVirtualTimeThatAsksForIt()
    {
        assertRun(VirtualRun.class, StormConfigs.of(Storms.small(1))
            .with(StormSettings.CLOCK, StormSettings.VIRTUAL).build());
    }

    @Test
    void shouldRunAStormByTheClockOfTheHostOtherwise()
    {
        assertRun(StormRun.class, Storms.small(1));
    }
}
