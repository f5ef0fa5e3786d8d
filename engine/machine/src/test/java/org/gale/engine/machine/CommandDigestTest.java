package org.gale.engine.machine;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.support.SavedWords;
import org.gale.tables.memory.StateException;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Tests of the digest of commands. Journals hold it, so that its values are fixed. */
class CommandDigestTest
{
    /** Digest of the store, the MSI and the load of {@link #RUN}, worked out apart from the code. */
    private static final long THREE_COMMANDS = 0x9893_205e_e548_af06L;

    private static final long[] RUN = {
        0x6c00_0000_0000_0000L, 0x4000_1000, 77, 0x2000_0300_0400_0000L, 0x5800_0000_0000_0000L, 0x4000_2000,
    };

    private final CommandDigest digest = new CommandDigest();
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[128]);

    @Test
    void shouldHoldEveryWordOfCommandsWithoutTheirTimes()
    {
        assertEquals(0, digest.value());
        assertEquals(0, digest.count());
        final int msiAt = Commands.store(frame, 8, 0x4000_1000, 8, 77);
        frame.putLong(8, frame.getLong(8) | 0xff_ffff);
        frame.putLong(msiAt, Commands.msi(3, 4, 5));
        final int end = Commands.load(frame, msiAt + 8, 0x4000_2000, 4);
        frame.putLong(end, -1);                                                 // no part of the load

        digest.add(frame, 8, 3);
        digest.add(frame, msiAt, 1);
        digest.add(frame, msiAt + 8, 2);

        assertEquals(THREE_COMMANDS, digest.value());
        assertEquals(3, digest.count());
    }

    @Test
    void shouldLeaveOutTheTimesOfBatches()
    {
        digest.addRun(RUN, 6, 3);
        Commands.time(frame, 0, 1_000, 2_000);

        digest.add(frame, 0, 2);

        assertEquals(THREE_COMMANDS, digest.value());
        assertEquals(3, digest.count());
    }

    @Test
    void shouldHoldRunsAsTheirCommands()
    {
        digest.addRun(RUN, 3, 1);
        assertEquals(1, digest.count());
        digest.addRun(new long[]{RUN[3], RUN[4], RUN[5], -1}, 3, 2);

        assertEquals(THREE_COMMANDS, digest.value());
        assertEquals(3, digest.count());
    }

    @Test
    void shouldGoOnWhereItWasSaved()
    {
        final SavedWords saved = new SavedWords();
        final CommandDigest restored = new CommandDigest();
        digest.addRun(RUN, 6, 3);
        digest.state(saved);
        restored.state(saved.restoring());

        assertEquals(List.of(0x865c_44e6_ba5a_9b85L, 0x21e0_7a83_eb16_6e40L, 0x692c_ea4a_2000_0000L,
            0x454a_cf80_0fee_87e0L, 6L, 3L), saved.words());
        assertEquals(THREE_COMMANDS, restored.value());
        assertEquals(3, restored.count());
    }

    @Test
    void shouldRefuseASavedCountBelowZero()
    {
        assertThrows(StateException.class, () -> digest.state(SavedWords.restoring(List.of(1L, 2L, 3L, 4L, 5L, -1L))));
    }
}
