package org.gale.engine.storm.latency;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class BatchStampsTest
{
    private final BatchStamps stamps = new BatchStamps(3, 4);
    private final LatencyHistograms histograms = new LatencyHistograms(1);

    @Test
    void shouldKeepTheStampsOfEachBatchApart()
    {
        final int first = stamps.open(1, 100, 1_000, 1_030, 1_070);
        final int second = stamps.open(127, (1L << 56) - 1, 2_000, 2_030, 2_020);
        stamps.raised(2_025, 2_026);
        final int third = stamps.open(0, 300, 3_000, 3_030, 3_070);

        assertEquals("1 100 1000 1030 1070 2025 2026", of(first));
        assertEquals("127 72057594037927935 2000 2030 2030 2030 2030", of(second), "never before the one in front");
        assertEquals("0 300 3000 3030 3070 9000 9000", of(third), "not raised yet");
    }

    @Test
    void shouldTellWhetherBatchesWereOpenedSinceTheLastRaise()
    {
        assertFalse(stamps.hasOpened());
        stamps.open(0, 1, 1_000, 1_000, 1_000);
        assertTrue(stamps.hasOpened());
        stamps.raised(1_100, 1_200);

        assertFalse(stamps.hasOpened());
    }

    @Test
    void shouldHaveASlotForEachBatchUntilNoneOfItWaits()
    {
        final int first = open(1_000, 2);
        open(1_000, 1);
        open(1_000, 1);
        assertEquals(BatchStamps.NONE, stamps.open(0, 1, 1_000, 1_000, 1_000));

        stamps.take(first, true, false);
        stamps.settle(1_300, 0, histograms);
        assertEquals(BatchStamps.NONE, stamps.open(0, 1, 1_000, 1_000, 1_000), "one of two waits");
        stamps.take(first, true, false);
        stamps.settle(1_300, 0, histograms);

        assertEquals(first, stamps.open(0, 1, 1_000, 1_000, 1_000));
        assertEquals(BatchStamps.NONE, stamps.open(0, 1, 1_000, 1_000, 1_000));
    }

    @Test
    void shouldRecordBatchesFromABaseOn()
    {
        final int before = open(1_000, 1);
        final int at = open(1_001, 2);
        stamps.take(before, true, false);
        stamps.take(at, true, false);
        stamps.take(at, false, true);
        stamps.settle(1_500, 1_001, histograms);

        assertEquals(List.of(1L, 2L, 2L, 1L), List.of(histograms.response().getTotalCount(),
            histograms.service().getTotalCount(), histograms.stages().get("signalled").getTotalCount(),
            histograms.stages().get("acknowledged").getTotalCount()));
        assertEquals(499, histograms.response().getMaxValue());
    }

    /** Opens a batch with interrupts that wait. */
    private int open(final long baseNs, final int waiting)
    {
        final int slot = stamps.open(0, 1, baseNs, baseNs, baseNs);
        stamps.raised(baseNs + 100, baseNs + 200);
        stamps.add(slot, waiting);

        return slot;
    }

    /** Returns phase, command and times of a batch at 9,000 ns. */
    private String of(final int slot)
    {
        return stamps.phase(slot) + " " + stamps.command(slot) + " " + stamps.baseNs(slot) + " " +
            stamps.sentNs(slot) + " " + stamps.drainedNs(slot) + " " + stamps.translatedNs(slot, 9_000) + " " +
            stamps.raisedNs(slot, 9_000);
    }
}
