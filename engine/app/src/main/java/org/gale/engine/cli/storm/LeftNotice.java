package org.gale.engine.cli.storm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.EpochClock;
import org.gale.engine.counters.CountersPlace;

/**
 * Notice of the journals that earlier runs left in a directory, given once a day. A file in the user's own directory
 * keeps the time of the last one. Where there can be no such file, each run gives the notice.
 */
record LeftNotice(CountersPlace place, EpochClock clock)
{
    private static final long EVERY_MS = TimeUnit.DAYS.toMillis(1);
    private static final String PREFIX = ".left-";

    /** Returns whether the notice is due, and notes that it is given. */
    boolean isDue(final Path directory)
    {
        final String name = directory.toAbsolutePath().normalize().toString();
        try
        {
            final Path note = place.note(PREFIX + Integer.toHexString(name.hashCode()));
            final boolean isDue = Files.notExists(note) ||
                Math.abs(clock.time() - Files.getLastModifiedTime(note).toMillis()) >= EVERY_MS;
            if (isDue)
            {
                Files.deleteIfExists(note);
                Files.write(note, name.getBytes(StandardCharsets.UTF_8));
                Files.setLastModifiedTime(note, FileTime.fromMillis(clock.time()));     // that of files is coarser
            }

            return isDue;
        }
        catch (final IOException ex)
        {
            return true;
        }
    }
}
