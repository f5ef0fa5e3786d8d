package org.gale.engine.storm.latency;

import java.util.List;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.Outputs;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.HostShapes;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Response times of VMs 0 and 1, which are quiet, and of VM 2, which is loud, under a clock that the test moves. */
class PartResponsesTest
{
    private static final Topology TOPOLOGY = Topology.of(HostShapes.quietAndLoud());
    private static final int QUIET = 0;
    private static final int LOUD = 1;

    private final CachedNanoClock clock = new CachedNanoClock();
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[64 * Long.BYTES]);
    private final Outputs outputs = new Outputs();
    private final LatencyRecorder recorder = new LatencyRecorder(TOPOLOGY, 1, clock);
    private int end;

    @AfterEach
    void close()
    {
        outputs.close();
    }

    @Test
    void shouldGiveEachResponseToTheGroupOfItsVm()
    {
        batch(1_000);
        event(0, 1, 10);
        event(1, 0, 20);
        event(2, 8, 0);
        drain();
        acknowledge(0, 1, 1_110);
        acknowledge(1, 0, 1_320);
        acknowledge(2, 8, 1_900);

        assertEquals(List.of(2L, 100L, 300L), figures(QUIET));
        assertEquals(List.of(1L, -1L, 900L), figures(LOUD));
        assertEquals(3, recorder.histograms().response().getTotalCount());
    }

    @Test
    void shouldForgetTheWarmUp()
    {
        batch(1_000);
        event(2, 8, 0);
        event(2, 7, 0);
        drain();
        acknowledge(2, 8, 1_900);
        recorder.begin(1_500);
        acknowledge(2, 7, 2_000);

        assertEquals(LatencySummary.EMPTY, recorder.response(LOUD));
    }

    @Test
    void shouldReturnTheResponsesOfTheStormWhereItHasOneGroup()
    {
        final Topology alike = Topology.of(Storms.small(1));
        final LatencyRecorder whole = new LatencyRecorder(alike, 1, clock);
        whole.histograms().response(700, 3, 100);

        assertEquals(LatencySummary.of(whole.histograms().response()), whole.response(0));
        assertEquals(100, whole.response(0).count());
    }

    private void batch(final long baseNs)
    {
        end = Commands.time(frame, end, baseNs, baseNs);
    }

    private void event(final int vmId, final int lpiId, final int sinceBaseNs)
    {
        frame.putLong(end, Commands.msi(
            TOPOLOGY.deviceOfLpi(vmId, lpiId), TOPOLOGY.eventOfLpi(vmId, lpiId), sinceBaseNs));
        end += Long.BYTES;
    }

    private void drain()
    {
        recorder.drained(frame, 0, end, 1_050);
        recorder.raised(1_060);
        end = 0;
    }

    private void acknowledge(final int vmId, final int lpiId, final long nowNs)
    {
        outputs.acknowledged(TOPOLOGY.vpeIndex(vmId, 0), Intid.of(Intid.TYPE_LPI, lpiId));
        recorder.applied(outputs, nowNs);
        outputs.clear();
    }

    /** Returns count, median and maximum. */
    private List<Long> figures(final int group)
    {
        final LatencySummary summary = recorder.response(group);

        return List.of(summary.count(), summary.p50(), summary.max());
    }
}
