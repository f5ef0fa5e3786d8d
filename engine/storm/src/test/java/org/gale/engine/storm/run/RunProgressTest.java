package org.gale.engine.storm.run;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.lanes.AttachPoint;
import org.gale.engine.lanes.Attachment;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.storm.flow.ResumePosition;
import org.gale.engine.storm.flow.StormResumeTotals;
import org.gale.engine.storm.latency.IntervalHistory;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.support.ForwardingLog;
import org.gale.engine.support.HostShapes;
import org.gale.engine.support.Unobserved;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the figures of a run that goes on. */
class RunProgressTest
{
    private static final PhaseShape CALM = HostShapes.phase("calm", 2_000);
    private static final PhaseShape NOISE = HostShapes.phase("noise", 3_000);

    @ParameterizedTest
    @CsvSource({"0, 1", "1999, 1", "2000, 2", "9000, 2"})
    void shouldTellThePhaseInWhichAStormIsResumed(final long timeNs, final int phase)
    {
        assertEquals(phase, phase(timeNs, CALM, NOISE));
    }

    @ParameterizedTest
    @CsvSource({"0", "9000"})
    void shouldTellNoPhaseOfAStormWithoutPhases(final long timeNs)
    {
        assertEquals(0, phase(timeNs));
    }

    /** Returns the phase of a run that has offered nothing yet. */
    private static int phase(final long timeNs, final PhaseShape... phases)
    {
        final StormConfig config = HostShapes.config(
            List.of(new VmShape("a", 1, 2, List.of(HostShapes.device("disk", 1, 32)))), phases);
        final RunOptions plain = Options.of(config, new ResidentWorkload(config));
        final RunOptions options = new RunOptions(config, plain.workload(),
            new StormResumeTotals(1, 1, 1, 1, new ResumePosition(timeNs, 0, new long[]{1})), plain.snapshots(),
            plain.measurement(), plain.producers(), plain.counters());
        try (Machine machine = Machines.FACTORY.create(plain.workload().machine()))
        {
            return new StormRun(options, machine, new NoLog()).progress().phase();
        }
    }

    /** Three events are pending, one of an attached producer was taken, and one of the generator waits. */
    @Test
    @Tag("P6")
    void shouldPublishWhatIsPendingAndTheBytesOfTheJournal()
    {
        final StormConfig config = Storms.small(5);
        final RunOptions options = Options.of(config, new ResidentWorkload(config));
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[8 * Long.BYTES]);
        final FrameLog log = new ForwardingLog(new NoLog())
        {
            @Override
            public long bytes()
            {
                return 4_096;
            }
        };
        final AttachPoint point = new AttachPoint(1, 64, () -> 7);
        try (Machine machine = Machines.FACTORY.create(options.workload().machine());
            RunProducers producers = new RunProducers(new RunOptions(config, options.workload(), options.resumed(),
                options.snapshots(), options.measurement(), new RunOptions.Producers(List.of(point), true),
                options.counters()), 1, () -> 7))
        {
            Storms.setUp(config, machine);
            final StormTally tally = new StormTally(new Unobserved());
            final RunProgress progress = new RunProgress(
                options, producers, tally, new StormLedgers(machine, 2), log, () -> 7);
            int at = 0;
            for (int event = 0; event < 3; event++)
            {
                frame.putLong(at, Commands.msi(0, event, 0));
                at += Long.BYTES;
            }
            machine.apply(frame, 0, at);
            tally.drained(frame, 0, at, 7);
            final Attachment attachment = point.attach();
            assertTrue(attachment.producer().offer(Commands.msi(1, 1, 0)));
            attachment.producer().publish();
            producers.lanes().admit();
            producers.lanes().poll();
            producers.lanes().drain(frame, 0, 8);
            assertTrue(producers.lane().producer().offer(Commands.msi(0, 0, 0)));
            producers.lane().producer().publish();
            assertEquals(0, progress.pending(), "not yet published");

            progress.publish();

            assertEquals(3, progress.pending());
            assertEquals(4_096, progress.journalBytes());
            assertEquals(1, progress.attachedOffered());
            assertEquals(1, progress.offered(), "the generator has offered none");
            assertEquals(1, progress.laneWords());
            assertEquals(new IntervalHistory.Figures(3, 0, 3, 1, 4_096), progress.figures());
            assertEquals(0, progress.elapsedNs(), "the generator has not begun");
        }
    }
}
