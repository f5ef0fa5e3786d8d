package org.gale.engine.journal;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.support.Reserves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class JournalAllocationTest
{
    private static final int TURNS = 20;
    private static final int FRAMES = 200;

    @TempDir
    private Path home;

    @Test
    void shouldAllocateNothingWhenItAppends() throws IOException
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final JournalConfig config =
            Journals.SMALL.withBlocks(Journals.FRAME_LIMIT, List.of(32 << 20)).with(Reserves.of(1 << 20, 32 << 20));
        long least = Long.MAX_VALUE;
        try (JournalWriter writer = Journals.create(home.resolve("run"), config))
        {
            for (int turn = 0; turn < TURNS; turn++)
            {
                final long before = threads.getCurrentThreadAllocatedBytes();
                Journals.append(writer, FRAMES, 500);
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertEquals(0, writer.segment());
        }

        // Compilation and class loading allocate on this thread too, but not in every turn.
        assertEquals(0, least);
    }

    @Test
    void shouldReachTheLibraryThatFaultsPagesIn()
    {
        assertTrue(ChronicleSettings.isPrefaultPossible());
    }
}
