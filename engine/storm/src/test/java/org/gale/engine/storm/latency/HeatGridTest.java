package org.gale.engine.storm.latency;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.Outputs;
import org.gale.engine.storm.result.HeatGrid;
import org.gale.engine.storm.result.HeatScale;
import org.gale.engine.storm.result.ResponseHeat;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HeatGridTest
{
    private static final long FIRST = 7_000_000_000L;
    private static final long MS = 1_000_000;

    private final HeatGrid grid = new HeatGrid();

    @Test
    void shouldCountSamplesInTheSliceOfTheirTime()
    {
        grid.add(5_000, 2);
        assertFalse(grid.isOver(Long.MAX_VALUE));
        grid.begin(FIRST);
        grid.add(5_000, 1);
        assertFalse(grid.isOver(FIRST + MS - 1));
        assertTrue(grid.isOver(FIRST + MS));
        grid.move(FIRST + 3 * MS);
        grid.add(5_000, 4);
        grid.add(4_500_000, 1);

        final ResponseHeat heat = grid.heat();

        assertEquals(MS, heat.sliceNs());
        assertEquals(List.of(3L, 0L, 0L, 4L), of(heat, 5_000));
        assertEquals(List.of(0L, 0L, 0L, 1L), of(heat, 4_500_000));
    }

    @Test
    void shouldMakeSlicesLongerAsTheRunGoesOn()
    {
        grid.begin(FIRST);
        for (int ms = 0; ms < 1_000; ms++)
        {
            grid.move(FIRST + ms * MS);
            grid.add(5_000, 1);
        }

        final ResponseHeat heat = grid.heat();

        assertEquals(4 * MS, heat.sliceNs());
        assertEquals(250, heat.slices().size());
        assertTrue(of(heat, 5_000).stream().allMatch(count -> count == 4), heat.toString());
    }

    @Test
    void shouldEndEachSliceWhereTheNextBegins()
    {
        grid.begin(FIRST);
        grid.move(FIRST + 3 * MS + 7);
        assertFalse(grid.isOver(FIRST + 4 * MS - 1));
        assertTrue(grid.isOver(FIRST + 4 * MS));

        grid.move(FIRST + 301 * MS);

        assertFalse(grid.isOver(FIRST + 302 * MS - 1));
        assertTrue(grid.isOver(FIRST + 302 * MS));
    }

    @Test
    void shouldGoFromTheFirstSliceToAnyTime()
    {
        grid.begin(FIRST);
        grid.add(5_000, 1);
        grid.move(FIRST + 86_400_000 * MS);
        grid.add(5_000, 1);

        final List<Long> counts = of(grid.heat(), 5_000);

        assertTrue(counts.size() > 128 && counts.size() <= 256, counts.toString());
        assertEquals(1, counts.get(0));
        assertEquals(1, counts.get(counts.size() - 1));
    }

    @Test
    void shouldCountAResponseInTheSliceOfItsAcknowledge()
    {
        final LatencyRecorder recorder = new LatencyRecorder(Topology.of(Storms.small(1)), 1, () -> FIRST);
        final HeatGrid heat = recorder.responses().histograms().heat();
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[4 * Long.BYTES]);
        final int end = Commands.time(frame, 0, FIRST, FIRST);
        frame.putLong(end, Commands.msi(0, 7, 0));
        heat.begin(FIRST);
        recorder.drained(frame, 0, end + Long.BYTES, FIRST);
        recorder.raised(FIRST);

        try (Outputs outputs = new Outputs())
        {
            outputs.acknowledged(0, Intid.of(Intid.TYPE_LPI, 7));
            recorder.applied(outputs, FIRST + 3 * MS);
        }
        recorder.responses().histograms().response();

        assertEquals(List.of(0L, 0L, 0L, 1L), of(heat.heat(), 3 * MS));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, 10, 11, 63, 4_999, 1_000_000, 59_999_999_999L, Long.MAX_VALUE})
    void shouldMeetTheStepOfAValueWithinAFewPercent(final long ns)
    {
        grid.add(ns, 1);

        final List<Long> counts = grid.heat().slices().get(0);

        final long low = counts.get(HeatScale.step((long)(ns * 0.96)));
        final long high = counts.get(HeatScale.step((long)(ns * 1.04)));
        assertTrue(low == 1 || high == 1, counts.toString());
    }

    private static List<Long> of(final ResponseHeat heat, final long ns)
    {
        return heat.slices().stream().map(counts -> counts.get(HeatScale.step(ns))).toList();
    }
}
