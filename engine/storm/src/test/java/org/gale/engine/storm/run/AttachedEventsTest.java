package org.gale.engine.storm.run;

import java.util.List;
import java.util.function.UnaryOperator;
import org.gale.engine.command.Commands;
import org.gale.engine.lanes.AttachPoint;
import org.gale.engine.lanes.Attachment;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.storm.flow.ResumePosition;
import org.gale.engine.storm.flow.StormResumeTotals;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.result.SentEvents;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.HostShapes;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of the counts of attached events. Group a has a device of four events, and group b two devices of two. The
 * stream of each device offers an event each 100 ns.
 */
@Tag("P13")
class AttachedEventsTest
{
    private static final int A = 0;
    private static final int B = 1;
    private static final int LAST_OF_B = 2;
    private static final int NO_DEVICE = 3;
    private static final long STOP_NS = 1_500;
    private static final StormConfig CONFIG = HostShapes.config(
        List.of(new VmShape("a", 1, 2, List.of(disk(1, 4))), new VmShape("b", 1, 2, List.of(disk(2, 2)))),
        HostShapes.phase("calm", 1_000), HostShapes.phase("noise", 2_000));

    private final SteppedTimeline timeline = new SteppedTimeline(100);

    private static DeviceShape disk(final int count, final int events)
    {
        return new DeviceShape("disk", count, events, DeviceShape.Target.SPREAD, DeviceShape.SPREAD,
            new OpenStream(1e7, false));
    }

    @Test
    void shouldCountTheEventsOfEachGroup()
    {
        final AttachedEvents events = new AttachedEvents(Topology.of(CONFIG));
        events.event(0, A, 0);
        events.event(0, A, 3);
        events.event(0, B, 1);
        events.event(0, LAST_OF_B, 0);
        events.event(0, LAST_OF_B, 1);

        assertEquals(List.of(2L, 3L), List.of(events.of(A), events.of(B)));
        assertEquals(List.of(0L, 0L), List.of(events.ofNoVm(A), events.ofNoVm(B)));
        assertEquals(0, events.ofNoDevice());
    }

    @Test
    void shouldCountEventsThatTheirDeviceDoesNotHave()
    {
        final AttachedEvents events = new AttachedEvents(Topology.of(CONFIG));
        events.event(0, A, 4);
        events.event(0, LAST_OF_B, 2);
        events.event(0, LAST_OF_B, -1);

        assertEquals(List.of(1L, 2L), List.of(events.of(A), events.of(B)));
        assertEquals(List.of(1L, 2L), List.of(events.ofNoVm(A), events.ofNoVm(B)));
        assertEquals(0, events.ofNoDevice());
    }

    @Test
    void shouldCountEventsOfNoDeviceInNoGroup()
    {
        final AttachedEvents events = new AttachedEvents(Topology.of(CONFIG));
        events.event(0, NO_DEVICE, 0);
        events.event(0, -1, 0);

        assertEquals(List.of(0L, 0L), List.of(events.of(A), events.of(B)));
        assertEquals(List.of(0L, 0L), List.of(events.ofNoVm(A), events.ofNoVm(B)));
        assertEquals(2, events.ofNoDevice());
    }

    /** An event that reached no VM before a resume stands in the sum alone: the machine knows no device of it. */
    @Test
    @Tag("P6")
    void shouldBalanceWhatAttachedProducersSendBeforeAndBehindAResume()
    {
        final RunOptions plain = Options.of(CONFIG, new ResidentWorkload(CONFIG),
            MeasureSettings.WITHOUT_WARMUP.with(MeasureSettings.THREADS, 1L));
        try (Machine machine = Machines.FACTORY.create(plain.workload().machine()))
        {
            final StormResult before = run(plain, machine, StormResumeTotals.NONE, STOP_NS,
                Commands.msi(A, 0, 0), Commands.msi(A, 4, 0), Commands.msi(B, 9, 0), Commands.msi(LAST_OF_B, 2, 0),
                Commands.msi(LAST_OF_B, 1, 0), Commands.msi(NO_DEVICE, 1, 0));
            final SentEvents sent = before.totals().sent();
            assertNull(before.verdict().failure());
            assertEquals(4, before.totals().accounting().rejectedOfNoVm());
            assertEquals(4, sent.ofNoVm());
            assertEquals(1, sent.group("a").ofNoVm());
            assertEquals(2, sent.group("b").ofNoVm());
            assertEquals(16 + 1, sent.group("a").offered());
            assertEquals(16 + 2, sent.group("a").sent());
            assertEquals(16 + 1, sent.group("b").offered());
            assertEquals(16 + 3, sent.group("b").sent());
            assertEquals(32 + 6, sent.sent());

            final StormAccounting accounting = before.totals().accounting();
            final StormResult after = run(plain, machine, new StormResumeTotals(accounting.offered(),
                accounting.delivered(), machine.commandCount(), before.journal().frames(),
                new ResumePosition(STOP_NS, STOP_NS, new long[] { 16, 16 })), Long.MAX_VALUE,
                Commands.msi(A, 1, 0), Commands.msi(B, 2, 0), Commands.msi(NO_DEVICE, 0, 0));

            assertNull(after.verdict().failure());
            final SentEvents whole = after.totals().sent();
            assertEquals(6, after.totals().accounting().rejectedOfNoVm());
            assertEquals(6, whole.ofNoVm());
            assertEquals(0, whole.group("a").ofNoVm());
            assertEquals(1, whole.group("b").ofNoVm());
            assertEquals(30 + 2, whole.group("a").sent());
            assertEquals(whole.group("a").offered(), whole.group("a").sent());
            assertEquals(whole.group("b").offered() + 1, whole.group("b").sent());
            assertEquals(after.totals().accounting().offered(), whole.sent());
        }
    }

    /** Runs a storm, or a part of it, with a producer that has sent some messages when it begins. */
    private StormResult run(final RunOptions plain, final Machine machine, final StormResumeTotals resumed,
        final long stopNs, final long... messages)
    {
        final AttachPoint point = new AttachPoint(1, 64, timeline.clock());
        final Attachment attachment = point.attach();
        for (final long message : messages)
        {
            assertTrue(attachment.producer().offer(message));
        }
        attachment.producer().publish();
        final StormRun run = new StormRun(new RunOptions(CONFIG, plain.workload(), resumed, plain.snapshots(),
            plain.measurement(), new RunOptions.Producers(List.of(point), true), plain.counters()), machine,
            new NoLog(), UnaryOperator.identity(), timeline);
        timeline.watch(engine ->
        {
            if (run.progress().elapsedNs() >= stopNs)
            {
                run.stop();
            }
        });

        return run.run();
    }
}
