package org.gale.engine.storm.latency;

import java.util.List;
import java.util.stream.IntStream;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.machine.Outputs;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** A log of the interrupts of a recorder under a clock that the test moves. */
class SampleLogTest
{
    private static final Topology TOPOLOGY = Topology.of(Storms.small(1));
    private static final int LIMIT = 3;

    private final CachedNanoClock clock = new CachedNanoClock();
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[512 * Long.BYTES]);
    private final Outputs outputs = new Outputs();
    private final LatencyRecorder recorder = new LatencyRecorder(TOPOLOGY, 1, clock);
    private final SampleLog log = new SampleLog(LIMIT);

    @AfterEach
    void close()
    {
        outputs.close();
    }

    @Test
    void shouldKeepAnInterruptWithItsStages()
    {
        recorder.responses().keepSamples(log);
        recorder.sequence(() -> 100);
        run(1, 7, 1_010);

        assertEquals(List.of(new Outlier(102, 1, 7, 1_010, new Outlier.Batch(1_030, 1_070, 1_150, 1_310), 1_310,
            1_630)), kept());
        assertEquals(620, log.get(0).stages().values().stream().mapToLong(ns -> ns).sum());
        assertEquals(0, log.leftOut());
    }

    @Test
    void shouldKeepTheTimeAtWhichAGuestWasEntered()
    {
        recorder.responses().keepSamples(log);
        drain(0, 7, 1_010);
        final UnsafeBuffer entry = new UnsafeBuffer(new byte[2 * Long.BYTES]);
        recorder.scheduled(entry, 0, KvmVerb.RUN.encode(entry, 0, 0, 0, 0, 0), 1_400);
        acknowledge(0, 7, 1_630);

        assertEquals(90, log.get(0).stages().get("woken"));
        assertEquals(230, log.get(0).stages().get("acknowledged"));
    }

    @Test
    void shouldCountWhatItLeavesOut()
    {
        recorder.responses().keepSamples(log);
        for (int lpi = 0; lpi < LIMIT; lpi++)
        {
            run(0, lpi, 1_010);
        }
        assertEquals(0, log.leftOut());
        for (int lpi = LIMIT; lpi < LIMIT + 5; lpi++)
        {
            run(0, lpi, 1_010);
        }

        assertEquals(List.of(0, 1, 2), kept().stream().map(Outlier::lpiId).toList());
        assertEquals(5, log.leftOut());
    }

    @Test
    void shouldForgetTheWarmUp()
    {
        recorder.responses().keepSamples(log);
        for (int lpi = 0; lpi < LIMIT + 1; lpi++)
        {
            run(0, lpi, 1_010);
        }
        recorder.begin(1_700);
        assertEquals(0, log.size());
        assertEquals(0, log.leftOut());
        drain(0, 9, 1_010);
        acknowledge(0, 9, 1_800);

        assertEquals(List.of(), kept(), "intended in the warm-up");
    }

    private List<Outlier> kept()
    {
        return IntStream.range(0, log.size()).mapToObj(log::get).toList();
    }

    private void run(final int vmId, final int lpiId, final long intendedNs)
    {
        drain(vmId, lpiId, intendedNs);
        acknowledge(vmId, lpiId, 1_630);
    }

    private void drain(final int vmId, final int lpiId, final long intendedNs)
    {
        final int end = Commands.time(frame, 0, 1_000, 1_030);
        frame.putLong(end, Commands.msi(TOPOLOGY.deviceOfLpi(vmId, lpiId), TOPOLOGY.eventOfLpi(vmId, lpiId),
            (int)(intendedNs - 1_000)));
        recorder.drained(frame, 0, end + Long.BYTES, 1_070);
        clock.update(1_150);
        recorder.onTranslated();
        recorder.raised(1_310);
    }

    private void acknowledge(final int vmId, final int lpiId, final long nowNs)
    {
        outputs.acknowledged(vmId * TOPOLOGY.vpes(0), Intid.of(Intid.TYPE_LPI, lpiId));
        recorder.applied(outputs, nowNs);
        outputs.clear();
    }
}
