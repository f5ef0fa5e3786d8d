package org.gale.engine.storm.virtual;

import org.gale.engine.record.NoLog;
import org.gale.engine.support.ForwardingLog;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the figures of a run in virtual time that other threads read. */
class VirtualProgressTest
{
    private static final long JOURNAL_BYTES = 6;

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
