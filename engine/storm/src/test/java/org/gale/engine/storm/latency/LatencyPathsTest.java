package org.gale.engine.storm.latency;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.Outputs;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Comparison of two recorders of one traffic. One may record the MSIs of a frame together; the other gets a call
 * without outputs first, so that it keeps a mark for each.
 */
class LatencyPathsTest
{
    private static final int FRAMES = 2_000;

    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[512 * Long.BYTES]);
    private final Outputs outputs = new Outputs();
    private final CachedNanoClock clock = new CachedNanoClock();

    @AfterEach
    void close()
    {
        outputs.close();
    }

    /** Lets all guests take everything in most frames, and events come again while they are pending in others. */
    @ParameterizedTest(name = "seed {0}, one of {1}, {2} of 10 frames leave something")
    @CsvSource({"1, 1, 0", "2, 1, 2", "5, 1, 9"})
    void shouldRecordTheSameWithAndWithoutMarks(final long seed, final int every, final int leaving)
    {
        final Topology topology = Topology.of(Storms.small(1));
        final LatencyRecorder together = new LatencyRecorder(topology, every, clock);
        final LatencyRecorder marked = new LatencyRecorder(topology, every, clock);
        final SplittableRandom random = new SplittableRandom(seed);
        final Set<Integer> pending = new TreeSet<>();
        long nowNs = 1_000;
        for (int i = 0; i < FRAMES; i++)
        {
            nowNs += 1_000;
            final int end = fill(topology, random, pending, nowNs);
            final List<Integer> taken = take(random, pending, random.nextInt(10) < leaving);
            for (final LatencyRecorder recorder : List.of(together, marked))
            {
                recorder.drained(frame, 0, end, nowNs);
                clock.update(nowNs + 50);
                recorder.onTranslated();
                recorder.raised(nowNs + 90);
                if (recorder == marked)
                {
                    recorder.applied(outputs, nowNs + 100);
                }
                acknowledge(topology, taken);
                recorder.applied(outputs, nowNs + 100 + i % 7);
                outputs.clear();
                assertTrue(recorder.marked() <= pending.size(), recorder.marked() + " marks");
            }
        }

        assertTrue(marked.responses().histograms().response().getTotalCount() > FRAMES / every);
        assertEquals(marked.responses().histograms().response(), together.responses().histograms().response());
        assertEquals(marked.responses().histograms().service(), together.responses().histograms().service());
        assertEquals(marked.responses().histograms().stages(), together.responses().histograms().stages());
        assertEquals(marked.responses().histograms().responseByVm().get(0),
            together.responses().histograms().responseByVm().get(0));
        assertEquals(marked.responses().histograms().responseByVm().get(1),
            together.responses().histograms().responseByVm().get(1));
        assertEquals(marked.responses().outliers().stream().map(Outlier::responseNs).toList(),
            together.responses().outliers().stream().map(Outlier::responseNs).toList());
        assertEquals(0, together.unstamped());
        assertEquals(0, marked.unstamped());
    }

    @Test
    void shouldKeepWhatWasDrainedWhenNoOutputsFollow()
    {
        final Topology topology = Topology.of(Storms.small(1));
        final LatencyRecorder recorder = new LatencyRecorder(topology, 1, clock);
        final int batch = Commands.time(frame, 0, 1_000, 1_000);
        for (int event = 0; event < 2; event++)
        {
            frame.putLong(batch, Commands.msi(0, event, 0));
            recorder.drained(frame, 0, batch + Long.BYTES, 1_000);
            recorder.raised(1_000);
        }
        acknowledge(topology, List.of(0, 1));
        recorder.applied(outputs, 1_500);

        assertEquals(2, recorder.responses().histograms().response().getTotalCount());
    }

    /** Fills a frame with batches of events, and returns its end. */
    private int fill(
        final Topology topology, final SplittableRandom random, final Set<Integer> pending, final long nowNs)
    {
        int end = 0;
        for (int batch = random.nextInt(3); batch >= 0; batch--)
        {
            final long baseNs = nowNs - 900 + random.nextInt(300);
            end = Commands.time(frame, end, baseNs, baseNs + 400);
            for (int count = random.nextInt(20); count > 0; count--)
            {
                final int event = random.nextInt(topology.totalLpis());
                frame.putLong(end, Commands.msi(
                    event / topology.events(0), event % topology.events(0),
                    random.nextBoolean() ? 0 : random.nextInt(300)));
                end += Long.BYTES;
                pending.add(event);
            }
        }

        return end;
    }

    /** Takes events that guests acknowledge next out of those that are pending. */
    private static List<Integer> take(
        final SplittableRandom random, final Set<Integer> pending, final boolean leaves)
    {
        final List<Integer> taken = new ArrayList<>(pending);
        taken.removeIf(event -> leaves && random.nextInt(3) == 0);
        taken.forEach(pending::remove);

        return taken;
    }

    private void acknowledge(final Topology topology, final List<Integer> events)
    {
        for (final int event : events)
        {
            final int intid = Intid.of(Intid.TYPE_LPI, event % topology.lpis(0));
            outputs.acknowledged(event / topology.lpis(0) * topology.vpes(0), intid);
        }
    }
}
