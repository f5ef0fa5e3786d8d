package org.gale.engine.storm.law;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Tests of the law of what waits for its time. */
@Tag("P13")
class DueLawTest
{
    private final DueLaw law = new DueLaw();

    @Test
    void shouldBeKeptByWhatHappensAtItsTime()
    {
        law.put(20, 1, 7);
        law.put(10, 2, 8);
        law.happens(10, 10);
        law.taken(10, 2, 8);
        law.happens(20, 20);
        law.taken(20, 1, 7);

        assertNull(law.broken());
        assertNull(law.end());
    }

    @Test
    void shouldFindWhatHappensBehindItsTime()
    {
        law.happens(1_000, 2_000);

        assertEquals("what was due at 1,000 ns happens at 2,000 ns", law.broken());
        assertEquals(law.broken(), law.end());
    }

    @Test
    void shouldFindAClockThatGoesBack()
    {
        law.happens(2_000, 2_000);
        law.happens(1_000, 1_000);

        assertEquals("what was due at 1,000 ns happens at 1,000 ns, after what was due at 2,000 ns", law.broken());
    }

    /** The lower order of one time comes first, and what was put first of one order; what is put later is free. */
    @Test
    void shouldFindWhatIsTakenOutOfItsOrder()
    {
        law.put(10, 1, 7);
        law.put(10, 2, 8);
        law.inOrder(10, 5, 2);
        law.put(10, 3, 9);
        law.inOrder(10, 4, 3);
        assertNull(law.broken());

        law.inOrder(10, 3, 1);
        assertEquals("what was put at place 1 for 10 ns comes after what it was to precede, at place 3 for 10 ns",
            law.broken());
    }

    @Test
    void shouldFindWhatWasTakenForAnotherTime()
    {
        law.put(20, 1, 7);
        law.taken(21, 1, 7);

        assertNull(law.broken());
        assertNotNull(law.end());
    }

    @Test
    void shouldFindWhatIsTakenInPlaceOfAnother()
    {
        law.put(20, 1, 7);
        law.put(20, 2, 8);
        law.taken(20, 1, 8);
        law.taken(20, 2, 7);

        assertNotNull(law.end());
    }

    @Test
    void shouldFindWhatWasNeverTaken()
    {
        law.put(0, 0, 0);

        assertNotNull(law.end());
    }
}
