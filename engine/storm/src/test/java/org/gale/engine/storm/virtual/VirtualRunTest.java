package org.gale.engine.storm.virtual;

import org.gale.engine.config.Outcome;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.run.Options;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of whole runs in virtual time. */
class VirtualRunTest
{
    private static final int EVENTS = 5_000;

    @Test
    void shouldDeliverEachEventOfAnOpenLoop()
    {
        final StormResult result = run(Storms.open(EVENTS, 1e6));

        assertNull(result.verdict().failure());
        assertEquals(Outcome.OK, result.verdict().outcome());
        assertEquals(EVENTS, result.totals().accounting().offered());
        assertEquals(EVENTS, result.totals().accounting().delivered());
        assertEquals(0, result.totals().accounting().remainder());
    }

    @Test
    void shouldOfferAnEventOfAClosedLoopAgainOnceItsHandlerEnded()
    {
        final StormResult result = run(Storms.small(EVENTS));

        assertNull(result.verdict().failure());
        assertEquals(EVENTS, result.totals().accounting().delivered());
        assertEquals(0, result.totals().accounting().coalesced());
    }

    @Test
    void shouldGiveEqualRunsEqualDigests()
    {
        final StormResult first = run(Storms.open(EVENTS, 1e6));
        final StormResult second = run(Storms.open(EVENTS, 1e6));

        assertTrue(first.journal().runDigest() != 0);
        assertEquals(first.journal(), second.journal());
        assertEquals(VirtualStorms.model(first), VirtualStorms.model(second));
    }

    private static StormResult run(final StormConfig config)
    {
        final Workload workload = new ResidentWorkload(config);
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            return new VirtualRun(
                Options.of(config, workload, SnapshotSchedule.AT_END), machine, new NoLog()).run();
        }
    }
}
