package org.gale.engine.machine;

import org.gale.tables.memory.PhysicalMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of the digest of a memory page by page. Journals hold it, so that its values are fixed: those here were worked
 * out apart from the code.
 */
class StateDigestTest
{
    private static final int PAGE = PhysicalMemory.PAGE_SIZE;
    private static final int PAGES = 513;
    private static final long BASE = 0x4000_0000L;

    /** Digest of the word 5 at the beginning of the first page. */
    private static final long FIRST = 0x63d7_bfb4_3187_29a7L;
    /** Sum of it and of the one below. */
    private static final long ALL_THREE = 0xc39a_7f95_1a32_4271L;
    /** Digest of the word 6 at the end of page 511, and of 7 in the second word of page 512. */
    private static final long OTHERS = 0x5fc2_bfe0_e8ab_18caL;
    /** Digest of these two, and of the word 9 at the beginning of the first page. */
    private static final long CHANGED = 0x907f_82b5_9883_0987L;

    private static final long IN_511 = BASE + 512 * PAGE - 8;
    private static final long IN_512 = BASE + 512 * PAGE + 8;

    private final PhysicalMemory memory = PhysicalMemory.anonymous(BASE, (long)PAGES * PAGE);
    private final StateDigest digest = new StateDigest(memory);

    @AfterEach
    void close()
    {
        memory.close();
    }

    @Test
    void shouldBeTheSumOfThePages()
    {
        assertEquals(0, digest.value());
        assertEquals(0, digest.readPages());

        writeThree();

        assertEquals(ALL_THREE, digest.value());
        assertEquals(3, digest.readPages());
    }

    @Test
    void shouldReadAgainWhatWasWrittenOnly()
    {
        writeThree();
        digest.value();
        assertEquals(ALL_THREE, digest.value());
        assertEquals(0, digest.readPages());

        memory.storeLong(BASE, 9);

        assertEquals(CHANGED, digest.value());
        assertEquals(1, digest.readPages());
    }

    @Test
    void shouldFollowEachPageThereAndBack()
    {
        writeThree();
        digest.value();
        memory.storeLong(IN_511, 1);
        memory.storeLong(IN_512, 0);
        digest.value();
        memory.storeLong(IN_511, 6);
        memory.storeLong(IN_512, 7);
        memory.storeLong(BASE, 0);

        assertEquals(OTHERS, digest.value());
        assertEquals(3, digest.readPages());
        memory.storeLong(BASE, 9);
        assertEquals(CHANGED, digest.value());
    }

    @Test
    void shouldTakeAPageOfZerosForOneThatWasNeverWritten()
    {
        memory.storeLong(BASE + PAGE, 0);
        memory.storeLong(BASE + 512 * PAGE, 0);
        assertEquals(0, digest.value());
        assertEquals(2, digest.readPages());
        memory.storeLong(BASE + PAGE, 1);
        memory.storeLong(BASE, 5);
        digest.value();
        memory.storeLong(BASE + PAGE, 0);

        assertEquals(FIRST, digest.value());
        assertEquals(1, digest.readPages());
    }

    @Test
    void shouldBeOfOneMemory()
    {
        try (PhysicalMemory other = PhysicalMemory.anonymous(BASE, PAGE))
        {
            assertTrue(digest.isOf(memory));
            assertFalse(digest.isOf(other));
        }
    }

    private void writeThree()
    {
        memory.storeLong(BASE, 5);
        memory.storeLong(IN_511, 6);
        memory.storeLong(IN_512, 7);
    }
}
