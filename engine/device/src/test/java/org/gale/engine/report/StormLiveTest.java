package org.gale.engine.report;

import org.gale.engine.storm.result.StormProgress;
import org.gale.engine.support.HostShapes;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StormLiveTest
{
    private static final long MIB = 1 << 20;
    /** Events that are pending in the second phase of a test. */
    private static final long IN_NOISE = 77;
    /** Events that are pending in a test whose vectors hold others. */
    private static final long HELD = 78;

    @Test
    void shouldShowWhatVectorsHold()
    {
        final StormLive live = new StormLive(StormResults.CONFIG, false, false);

        assertTrue(live.line(new Progress(1_000_000_000L, 5, HELD, 0)).contains("   78 pending   3 held"));
    }

    @Test
    void shouldShowAStormThatEndsByItsDuration()
    {
        final StormLive live = new StormLive(StormResults.CONFIG, true, true);

        live.line(new Progress(6_000_000_000L, 88_800_000, 41, 761 * MIB));
        final String line = live.line(new Progress(6_200_000_000L, 91_760_000, 41, 761 * MIB));

        assertEquals("  6.2 s / 10 s   14.8 M/s   91,760,000 delivered   41 pending   lane 12 % full   journal 761 MiB",
            line);
    }

    @Test
    void shouldShowAStormThatEndsByItsCount()
    {
        final StormLive live = new StormLive(StormResults.CONFIG, false, false);

        final String line = live.line(new Progress(500_000_000L, 5_000_000, 0, 0));

        assertEquals("  0.5 s   10.0 M/s   5,000,000 of 100,000,000 delivered   0 pending   lane 12 % full", line);
        assertTrue(line.length() <= ReportLine.WIDTH);
    }

    @Test
    void shouldKeepTheRateWhenUpdatedTooSoon()
    {
        final StormLive live = new StormLive(StormResults.CONFIG, true, false);

        live.line(new Progress(1_000_000_000L, 10_000_000, 0, 0));
        final String line = live.line(new Progress(1_000_000_001L, 10_000_000, 0, 0));

        assertTrue(line.contains("   10.0 M/s   "), line);
    }

    @Test
    void shouldMeasureTheRateOverAFifthOfASecondAndFromTheResumeOn()
    {
        final StormLive live = new StormLive(StormResults.CONFIG, true, false).after(1_000);

        assertEquals("  0.2 s / 10 s   10.0 k/s   3,000 delivered   0 pending   lane 12 % full",
            live.line(new Progress(200_000_000L, 3_000, 0, 0)));
        assertEquals("  0.4 s / 10 s   10.0 k/s   9,000 delivered   0 pending   lane 12 % full",
            live.line(new Progress(399_999_999L, 9_000, 0, 0)));
        assertEquals("  0.4 s / 10 s   30.0 k/s   9,000 delivered   0 pending   lane 12 % full",
            live.line(new Progress(400_000_000L, 9_000, 0, 0)));
    }

    @Test
    void shouldNameThePhase()
    {
        final StormLive live = new StormLive(HostShapes.quietAndLoud(HostShapes.phase("calm", 2_000_000_000L),
            HostShapes.phase("noise", 2_000_000_000L)), true, false);

        final String line = live.line(new Progress(600_000_000L, 1_000, IN_NOISE, 0));

        assertTrue(line.contains(" / 10 s   noise   "), line);
    }

    @Test
    void shouldSayThatTheMachineIsBeingSetUp()
    {
        assertEquals("  setting the machine up",
            new StormLive(StormResults.CONFIG, true, true).line(new Progress(0, 0, 0, 0)));
    }

    private record Progress(long elapsedNs, long delivered, long pending, long journalBytes) implements StormProgress
    {
        @Override
        public long held()
        {
            return pending == HELD ? 3 : NO_VECTORS;
        }

        @Override
        public int phase()
        {
            return pending == IN_NOISE ? 2 : 0;
        }

        @Override
        public long offered()
        {
            return delivered + pending;
        }

        @Override
        public long completions()
        {
            return 0;
        }

        @Override
        public long laneWords()
        {
            return 8_192;
        }

        @Override
        public long laneCapacityWords()
        {
            return 65_536;
        }
    }
}
