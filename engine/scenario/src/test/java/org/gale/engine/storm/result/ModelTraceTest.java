package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

/** Tests of the trace of a run in virtual time. */
class ModelTraceTest
{
    private final ModelTrace trace = new ModelTrace();

    /** Taker that keeps a line of text for each entry. */
    private static final class Lines implements ModelTrace.Taker
    {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void slice(final int state, final int pe, final long startNs, final long endNs)
        {
            lines.add("state " + state + " of PE " + pe + ": " + startNs + " to " + endNs);
        }

        @Override
        public void way(final int device, final int lpi, final int pe, final long messageNs, final long handlerNs)
        {
            lines.add("LPI " + lpi + " of device " + device + " to PE " + pe + ": " + messageNs + " to " + handlerNs);
        }
    }

    private List<String> lines()
    {
        final Lines taker = new Lines();
        trace.read(taker);

        return taker.lines;
    }

    @Test
    void shouldPassSlicesAndWaysOnInTheirOrder()
    {
        trace.slice(2, 5, 100, 130);
        trace.way(3, 7, 6, 90, 140);
        trace.slice(0, 6, 140, 150);

        assertEquals(List.of("state 2 of PE 5: 100 to 130", "LPI 7 of device 3 to PE 6: 90 to 140",
            "state 0 of PE 6: 140 to 150"), lines());
        assertEquals(0, trace.left());
    }

    @Test
    void shouldPassNothingOnOfAnEmptyTrace()
    {
        assertEquals(List.of(), lines());
    }

    @Test
    void shouldLeaveOutASliceThatTakesNoTime()
    {
        trace.slice(1, 0, 100, 100);
        trace.slice(1, 0, 100, 101);

        assertEquals(List.of("state 1 of PE 0: 100 to 101"), lines());
    }

    @Test
    void shouldKeepAWayThatTakesNoTime()
    {
        trace.way(1, 2, 3, 100, 100);

        assertEquals(List.of("LPI 2 of device 1 to PE 3: 100 to 100"), lines());
    }

    @Test
    void shouldKeepTheFirstEntriesAndCountThoseThatFindNoRoom()
    {
        for (int i = 0; i < ModelTrace.LIMIT; i++)
        {
            trace.slice(0, 1, i, i + 1);
        }
        assertEquals(0, trace.left(), "the trace is just full");

        trace.slice(0, 2, 0, 1);
        trace.way(0, 0, 3, 0, 1);

        assertEquals(2, trace.left());
        final List<String> lines = lines();
        assertEquals(ModelTrace.LIMIT, lines.size());
        assertEquals("state 0 of PE 1: 0 to 1", lines.get(0));
        assertEquals("state 0 of PE 1: 1024 to 1025", lines.get(1024));
        assertEquals("state 0 of PE 1: 159999 to 160000", lines.get(ModelTrace.LIMIT - 1));
    }

    @Test
    void shouldJoinTracesByTheEndsOfTheirEntries()
    {
        final ModelTrace other = new ModelTrace();
        trace.slice(2, 5, 100, 130);
        trace.slice(0, 5, 130, 150);
        other.way(3, 7, 6, 90, 140);
        final Lines taker = new Lines();

        ModelTrace.sum(Arrays.asList(trace, trace, null, other)).read(taker);

        assertEquals(List.of("state 2 of PE 5: 100 to 130", "LPI 7 of device 3 to PE 6: 90 to 140",
            "state 0 of PE 5: 130 to 150"), taker.lines);
        assertSame(trace, ModelTrace.sum(Arrays.asList(trace, null, trace)));
        assertNull(ModelTrace.sum(Arrays.asList(null, null)));
    }

    @Test
    void shouldCountWhatAJoinedTraceLeavesOut()
    {
        final ModelTrace other = new ModelTrace();
        for (int i = 0; i <= ModelTrace.LIMIT; i++)
        {
            trace.slice(0, 1, i, i + 1);
        }
        other.slice(0, 2, 0, 1);

        assertEquals(2, ModelTrace.sum(List.of(trace, other)).left());
    }
}
