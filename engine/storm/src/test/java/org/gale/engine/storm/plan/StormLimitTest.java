package org.gale.engine.storm.plan;

import org.gale.engine.config.RunConfiguration;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.support.ForwardingWorkload;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Tests of the limit within which the journal of a storm stays. */
class StormLimitTest
{
    private static final long MIB = 1 << 20;
    /** Four segments of 2 MiB, each with 128 KiB of metadata: a snapshot of 1 MiB and 1 MiB before it. */
    private static final long LEAST = 4 * (2 * MIB + 131_072);

    @Test
    void shouldTakeTheLeastLimitThatFourSegmentsNeed()
    {
        assertDoesNotThrow(() -> check(LEAST, StormSettings.PROCESS, MIB));
        assertEquals("journal-limit: 8,912,895 bytes is too small: four segments have to fit that each hold a " +
            "snapshot of up to 1,024 KiB (try 9MiB)", refusal(LEAST - 1, StormSettings.FORCED, MIB));
    }

    @Test
    void shouldNeedAJournal()
    {
        assertEquals("journal-limit: 8912896 needs a journal, and there is none",
            refusal(LEAST, StormSettings.NONE, MIB));
        assertDoesNotThrow(() -> check(null, StormSettings.NONE, MIB));
    }

    @Test
    void shouldRefuseSnapshotsLongerThanASegment()
    {
        assertEquals("journal-limit: snapshots of this storm may take 1,048,576 MiB, more than a segment holds (try " +
            "fewer LPIs, or no limit)", refusal(Long.MAX_VALUE - 1, StormSettings.PROCESS, 1L << 40));
    }

    @Test
    void shouldBeKeptInTheConfigurationOfTheJournal()
    {
        final RunConfiguration unlimited =
            new RunConfiguration("test", new ResidentWorkload(Storms.small(1)).machine(), 1);

        assertEquals(0, StormLimit.of(unlimited));
        assertSame(unlimited, StormLimit.with(0, unlimited));
        assertEquals(LEAST, StormLimit.of(StormLimit.with(LEAST, unlimited)));
        assertEquals("8912896", StormLimit.with(LEAST, unlimited).value("journal_limit"));
    }

    private static String refusal(final long limitBytes, final String durability, final long snapshotBytes)
    {
        return assertThrows(SettingException.class, () -> check(limitBytes, durability, snapshotBytes)).getMessage();
    }

    private static void check(final Long limitBytes, final String durability, final long snapshotBytes)
    {
        StormLimit.check(limitBytes, durability, new ForwardingWorkload(new ResidentWorkload(Storms.small(1)))
        {
            @Override
            public long snapshotBytes()
            {
                return snapshotBytes;
            }
        });
    }
}
