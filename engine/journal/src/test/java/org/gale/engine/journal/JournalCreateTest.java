package org.gale.engine.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gale.engine.host.ThreadHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalCreateTest
{
    private static final byte[] CONFIGURATION = {1, 2, 3};
    private static final JournalHeader HEADER = new JournalHeader(
        1, Durability.PROCESS, JournalConfig.DEFAULT.frameLimitBytes(), JournalConfig.DEFAULT.blocks(), CONFIGURATION);
    private static final long BOOT_ID = 7;

    @TempDir
    private Path directory;

    @Test
    void shouldLeaveTheJournalOfAnotherAloneWhenBothFoundTheDirectoryEmpty() throws IOException
    {
        final Path journal = directory.resolve("journal");
        new JournalOpening(JournalConfig.DEFAULT).create(journal, CONFIGURATION).close();
        final byte[] file = Files.readAllBytes(journal.resolve("gale.journal"));
        final byte[] mark = Files.readAllBytes(journal.resolve("mark"));

        final JournalException ex = assertThrows(JournalException.class,
            () -> new JournalOpening(
                JournalConfig.DEFAULT, new ThreadedHost(BOOT_ID, ThreadHost.INSTANCE), new ZeroWriter())
                .createIn(journal, HEADER));

        assertEquals(JournalException.Reason.NOT_EMPTY, ex.reason());
        assertArrayEquals(file, Files.readAllBytes(journal.resolve("gale.journal")));
        assertArrayEquals(mark, Files.readAllBytes(journal.resolve("mark")));
        assertEquals(JournalEnd.Status.CLOSED, JournalVerifier.verify(journal, (done, total) -> { }).status());
    }
}
