package org.gale.engine.machine;

import java.util.List;
import java.util.stream.LongStream;
import org.gale.engine.support.SavedWords;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the log of outputs: its words, its limits, and the digest that journals hold. */
class OutputsTest
{
    private static final int CAPACITY_WORDS = 131_072;
    private static final long RESULT = 0x1122_3344_5566_7788L;
    private static final long[] ONE_OF_EACH = {
        0x1000_0000_0000_0000L, RESULT,
        0x2000_5000_a000_0007L,
        0x3fff_f000_0000_000fL,
        0x4800_1000_0000_1234L, 9,
    };

    /** Digest of one output of each kind, worked out apart from the code. */
    private static final long DIGEST = 0x50b4_9902_6750_524bL;

    private final Outputs outputs = new Outputs();

    @AfterEach
    void close()
    {
        outputs.close();
    }

    @Test
    void shouldEncodeOutputsOfEachKind()
    {
        oneOfEach();

        assertEquals(6, outputs.words());
        assertArrayEquals(ONE_OF_EACH, LongStream.range(0, 6).map(i -> outputs.word((int)i)).toArray());
        assertThrows(IndexOutOfBoundsException.class, () -> outputs.word(6));
        assertThrows(IndexOutOfBoundsException.class, () -> outputs.word(-1));
        assertEquals(RESULT, outputs.lastValue());
        assertEquals(1, outputs.doorbells());
    }

    @Test
    void shouldDecodeOutputsOfEachKind()
    {
        decoded(ONE_OF_EACH[0], Outputs.VALUE, 0, 0, 2);
        decoded(ONE_OF_EACH[2], Outputs.ACK, 5, 0xa000_0007, 1);
        decoded(ONE_OF_EACH[3], Outputs.SIGNAL, 0xffff, 15, 1);
        decoded(ONE_OF_EACH[4], Outputs.DOORBELL, 0x8001, 0x1234, 2);
    }

    @Test
    void shouldCopyWordsAsFarAsThereAreSomeAndThereIsRoom()
    {
        oneOfEach();
        final long[] few = new long[2];
        final long[] many = {-1, -1, -1, -1, -1};

        assertEquals(2, outputs.copy(1, few));
        assertArrayEquals(new long[]{RESULT, ONE_OF_EACH[2]}, few);
        assertEquals(3, outputs.copy(3, many));
        assertArrayEquals(new long[]{ONE_OF_EACH[3], ONE_OF_EACH[4], 9, -1, -1}, many);
        assertEquals(0, outputs.copy(6, many));
    }

    @Test
    void shouldCopyTheValuesWithoutOtherOutputs()
    {
        outputs.signal(1, 15);
        outputs.result(1);
        outputs.acknowledged(2, 3);
        outputs.result(-1);
        outputs.doorbell(1, 2, 3);
        outputs.result(0x1000_0000_0000_0000L);
        final long[] two = new long[2];
        final long[] all = {7, 7, 7, 7};

        assertEquals(0, outputs.values(new long[0]));
        assertEquals(2, outputs.values(two));
        assertArrayEquals(new long[]{1, -1}, two);
        assertEquals(3, outputs.values(all));
        assertArrayEquals(new long[]{1, -1, 0x1000_0000_0000_0000L, 7}, all);
    }

    @Test
    void shouldHaveRoomForOneCommandUntilItIsNearlyFull()
    {
        final int roomWords = CAPACITY_WORDS - Outputs.WORDS_PER_COMMAND_LIMIT;
        fill(roomWords);
        assertTrue(outputs.hasRoom());
        fill(1);
        assertFalse(outputs.hasRoom());
        outputs.clear();

        assertTrue(outputs.hasRoom());
        assertEquals(0, outputs.words());
    }

    @Test
    void shouldRefuseAWordBehindItsEnd()
    {
        fill(CAPACITY_WORDS);
        assertEquals(CAPACITY_WORDS, outputs.words());
        assertEquals(0x3000_0000_0000_0001L, outputs.word(CAPACITY_WORDS - 1));

        assertThrows(IndexOutOfBoundsException.class, () -> outputs.signal(0, 1));
    }

    @Test
    void shouldLogSoManyDoorbellsOfOneCommandOnly()
    {
        for (int vpeId = 0; vpeId < 1_023; vpeId++)
        {
            outputs.doorbell(1, vpeId, 5);
        }
        assertEquals(2 * 1_023, outputs.words());
        outputs.doorbell(1, 1_023, 5);
        assertEquals(2 * 1_024, outputs.words());
        outputs.doorbell(1, 1_024, 5);
        assertEquals(2 * 1_024, outputs.words());
        assertEquals(0x4000_1000_0000_03ffL, outputs.word(2 * 1_023));
        assertEquals(1_025, outputs.doorbells());

        outputs.beginCommand();
        outputs.doorbell(1, 7, 6);

        assertEquals(2 * 1_025, outputs.words());
        assertEquals(0x4000_1000_0000_0007L, outputs.word(2 * 1_024));
        assertEquals(6, outputs.word(2 * 1_024 + 1));
    }

    @Test
    void shouldHaveTheDigestThatJournalsHold()
    {
        assertEquals(0, outputs.digest());

        oneOfEach();

        assertEquals(DIGEST, outputs.digest());
        assertEquals(DIGEST, outputs.digest());
        assertEquals(6, outputs.words());
    }

    @Test
    void shouldKeepTheDigestWhereverItIsReadAndTheLogIsCleared()
    {
        outputs.result(RESULT);
        outputs.digest();
        outputs.acknowledged(5, 0xa000_0007);
        outputs.clear();
        outputs.signal(0xffff, 15);
        outputs.digest();
        outputs.doorbell(0x8001, 0x1234, 9);
        outputs.clear();

        assertEquals(DIGEST, outputs.digest());
        assertEquals(0, outputs.words());
    }

    @Test
    void shouldSaveTheDigestAndTheCountsWithoutTheLog()
    {
        final SavedWords saved = new SavedWords();
        oneOfEach();
        outputs.state(saved);

        assertEquals(List.of(0x26e7_ed73_b2df_210bL, 0x3807_f379_b750_851cL, 0x041f_957b_9cd8_d200L,
            0x2bb2_8989_7307_d600L, 6L, RESULT, 1L), saved.words());
        try (Outputs restored = new Outputs())
        {
            restored.state(saved.restoring());
            assertEquals(0, restored.words());
            assertEquals(RESULT, restored.lastValue());
            assertEquals(1, restored.doorbells());
            assertEquals(DIGEST, restored.digest());
            restored.result(3);
            outputs.result(3);
            assertEquals(outputs.digest(), restored.digest());
        }
    }

    @Test
    void shouldRefuseOutputsOnceItIsClosed()
    {
        oneOfEach();
        outputs.close();
        outputs.close();

        assertEquals(0, outputs.words());
        assertThrows(IndexOutOfBoundsException.class, () -> outputs.word(0));
        assertThrows(IndexOutOfBoundsException.class, () -> outputs.result(1));
        assertEquals(0, outputs.copy(0, new long[1]));
    }

    private void oneOfEach()
    {
        outputs.result(RESULT);
        outputs.acknowledged(5, 0xa000_0007);
        outputs.signal(0xffff, 15);
        outputs.doorbell(0x8001, 0x1234, 9);
    }

    private void fill(final int words)
    {
        for (int i = 0; i < words; i++)
        {
            outputs.signal(0, 1);
        }
    }

    private static void decoded(final long word, final int kind, final int pe, final int value, final int length)
    {
        assertEquals(kind, Outputs.kind(word));
        assertEquals(pe, Outputs.pe(word));
        assertEquals(value, Outputs.value(word));
        assertEquals(length, Outputs.length(word));
    }
}
