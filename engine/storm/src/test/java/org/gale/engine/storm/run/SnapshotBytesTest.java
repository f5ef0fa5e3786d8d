package org.gale.engine.storm.run;

import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Bound of the length of a snapshot: enough, and not much more than it takes. */
class SnapshotBytesTest
{
    @ParameterizedTest(name = "{0} VMs of {1} VPEs, {2} devices of {3} events")
    @CsvSource({ "1, 1, 1, 1", "2, 2, 2, 64", "16, 4, 4, 1024", "64, 8, 1, 16", "2, 1, 64, 1024", "256, 1, 8, 2" })
    void shouldNotBeExceededByFar(final int vms, final int vpes, final int devices, final int events) throws Exception
    {
        final StormConfig config = StormConfigs.begin().vms(vms).vpes(vpes).devices(devices).events(events)
            .untimed().countLimit((long)vms * devices * events).latencyEvery(0).build();
        try (Machine machine = Machines.FACTORY.create(new ResidentWorkload(config).machine()))
        {
            new StormRun(Options.of(config, new ResidentWorkload(config)), machine, new NoLog()).run();
            final long saved = StateLength.bytesOf(machine);

            final long estimated = new ResidentWorkload(config).snapshotBytes();

            assertTrue(saved <= estimated, saved + " of " + estimated);
            assertTrue(saved > estimated / 6, saved + " of " + estimated);
        }
    }
}
