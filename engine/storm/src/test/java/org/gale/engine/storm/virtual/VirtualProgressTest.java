package org.gale.engine.storm.virtual;

import java.util.LongSummaryStatistics;
import java.util.function.UnaryOperator;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.profile.MsixSettings;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.StormProgress;
import org.gale.engine.storm.run.Options;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.ForwardingLog;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the figures of a run in virtual time that other threads read. */
class VirtualProgressTest
{
    private static final long JOURNAL_BYTES = 6;
    private static final long COUNT = 40_000;

    private static VirtualProgress published(final boolean hasPhases)
    {
        final VirtualProgress progress = new VirtualProgress(new ForwardingLog(new NoLog())
        {
            @Override
            public long bytes()
            {
                return JOURNAL_BYTES;
            }
        }, hasPhases);
        progress.publish(11, 22, 33, 44, 2);

        return progress;
    }

    @Test
    void shouldShowWhatWasPublished()
    {
        final VirtualProgress progress = published(true);

        assertEquals(11, progress.elapsedNs());
        assertEquals(22, progress.offered());
        assertEquals(33, progress.delivered());
        assertEquals(44, progress.pending());
        assertEquals(JOURNAL_BYTES, progress.journalBytes());
    }

    @Test
    void shouldHaveNoVectorsUntilTheyAreSet()
    {
        assertEquals(StormProgress.NO_VECTORS, published(true).held());
    }

    @Tag("P1")
    @ParameterizedTest
    @CsvSource({"msix, true", "default, false"})
    void shouldShowWhatVectorsHoldWhileAStormRuns(final String name, final boolean hasVectors)
    {
        final StormConfig config = VirtualStorms.config(
            COUNT, 2, VirtualStorms.vms("vm", 2, 8, 100_000, VirtualStorms.guest(1_000, false)));
        final Workload workload = JobProfiles.ALL.of(name).workload(config, hasVectors ?
            SettingValues.NONE.withText(MsixSettings.MASKS, "1/50") : SettingValues.NONE);
        final LongSummaryStatistics shown = new LongSummaryStatistics();
        final VirtualRun[] running = {null};
        final RunSeams seams = new RunSeams(UnaryOperator.identity(),
            port -> VirtualFaults.watched(GuestPort.class, port, "acknowledge", given ->
            {
                if (running[0].progress().elapsedNs() > 0)
                {
                    shown.accept(running[0].progress().held());
                }
                return null;
            }), books -> { });
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            running[0] = new VirtualRun(Options.of(config, workload, SnapshotSchedule.AT_END), machine, new NoLog(),
                CostModel.DEFAULT, seams);
            assertNull(running[0].run().verdict().failure());
        }

        assertTrue(hasVectors ? shown.getMin() >= 0 && shown.getMax() > 0 && shown.getMax() <= 2 * 8 :
            shown.getMin() == StormProgress.NO_VECTORS && shown.getMax() == StormProgress.NO_VECTORS, shown::toString);
    }

    @Test
    void shouldNumberPhasesFromOne()
    {
        assertEquals(3, published(true).phase());
    }

    @Test
    void shouldShowNoPhaseInAStormWithoutPhases()
    {
        assertEquals(0, published(false).phase());
    }

    @Test
    void shouldShowNoLane()
    {
        final VirtualProgress progress = published(false);

        assertEquals(0, progress.laneWords());
        assertEquals(0, progress.laneCapacityWords());
    }
}
