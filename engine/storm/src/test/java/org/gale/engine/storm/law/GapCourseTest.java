package org.gale.engine.storm.law;

import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Times between events follow from a seed, up to the rest of a nanosecond. */
@Tag("P13")
class GapCourseTest
{
    private static final long SEED = 7;
    private static final double MEAN_NS = 1_000.25;

    /** Returns the second number of the generator of the seed as a share of 1, by another way. */
    private static double phase()
    {
        return new SplittableRandom(SEED).nextLong() / 0x1p64 + (new SplittableRandom(SEED).nextLong() < 0 ? 1 : 0);
    }

    @Test
    void shouldSpaceEventsEvenlyFromAPhase()
    {
        final GapCourse course = new GapCourse(MEAN_NS, false, SEED);

        assertNull(course.gap((long)(phase() * MEAN_NS)));
        assertNull(course.gap(1_000));
        assertNull(course.gap(1_001));
        assertEquals("its event 4 comes 1002 ns after the one before, and its seed gives 1000", course.gap(1_002));
    }

    @Test
    void shouldFindAnotherPhase()
    {
        assertNotNull(new GapCourse(MEAN_NS, false, SEED).gap((long)(phase() * MEAN_NS) + 2));
        assertNotNull(new GapCourse(MEAN_NS, false, SEED).gap((long)(phase() * MEAN_NS) - 2));
    }

    @Test
    void shouldDrawExponentialTimesOfWhichSomeAreCompared()
    {
        final GapCourse course = new GapCourse(MEAN_NS, true, SEED);
        final SplittableRandom random = new SplittableRandom(SEED);
        random.nextLong();
        final Random other = new Random(1);
        for (int i = 0; i < 10 * GapCourse.TURN; i++)
        {
            final double share = (random.nextLong() >>> 11) / 0x1p53;
            assertNull(course.gap(i % GapCourse.TURN == 0 ? (long)(-Math.log(share) * MEAN_NS) : other.nextInt()));
        }
        assertNotNull(course.gap((long)(-Math.log((random.nextLong() >>> 11) / 0x1p53) * MEAN_NS) + 2));
    }
}
