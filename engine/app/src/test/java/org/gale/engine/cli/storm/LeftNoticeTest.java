package org.gale.engine.cli.storm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.gale.engine.counters.CountersPlace;
import org.gale.engine.host.HostClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LeftNoticeTest
{
    private static final Path TEMPORARY = Path.of("/tmp");
    private static final long DAY_MS = TimeUnit.DAYS.toMillis(1);

    @TempDir
    private Path runtime;

    private long nowMs = HostClock.EPOCH.time();

    @Test
    void shouldBeDueOnceADay() throws IOException
    {
        assertTrue(notice().isDue(TEMPORARY));
        date(nowMs);
        nowMs += DAY_MS - 1;
        assertFalse(notice().isDue(TEMPORARY));
        nowMs += 1;
        assertTrue(notice().isDue(TEMPORARY));
        assertFalse(notice().isDue(TEMPORARY));
    }

    @Test
    void shouldBeDueForEachDirectory()
    {
        assertTrue(notice().isDue(TEMPORARY));
        assertTrue(notice().isDue(runtime));
        assertFalse(notice().isDue(Path.of("/tmp/../tmp")));
    }

    @Test
    void shouldBeDueWhereTheLastOneIsOfTheFuture() throws IOException
    {
        assertTrue(notice().isDue(TEMPORARY));
        date(nowMs + DAY_MS);

        assertTrue(notice().isDue(TEMPORARY));
    }

    @Test
    void shouldBeDueEachTimeWhereItCannotBeNoted() throws IOException
    {
        Files.createDirectory(runtime.resolve("gale"));
        Files.setPosixFilePermissions(runtime.resolve("gale"), PosixFilePermissions.fromString("rwxrwxrwx"));

        assertTrue(notice().isDue(TEMPORARY));
        assertTrue(notice().isDue(TEMPORARY));
    }

    @Test
    void shouldBeNoRunOfGaleStat() throws IOException
    {
        assertTrue(notice().isDue(TEMPORARY));

        assertEquals(0, CountersPlace.in(runtime).find(null).size());
        assertEquals(0, CountersPlace.in(runtime).left().size());
    }

    private void date(final long timeMs) throws IOException
    {
        try (Stream<Path> files = Files.list(runtime.resolve("gale")))
        {
            for (final Path file : files.toList())
            {
                Files.setLastModifiedTime(file, FileTime.fromMillis(timeMs));
            }
        }
    }

    private LeftNotice notice()
    {
        return new LeftNotice(CountersPlace.in(runtime), () -> nowMs);
    }
}
