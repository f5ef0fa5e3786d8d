package org.gale.engine.lanes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.SystemNanoClock;
import org.gale.engine.host.ThreadHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LeftLanesTest
{
    private static final int CAPACITY = 1024;

    @TempDir
    private Path home;

    @Test
    void shouldFindAndRemoveTheFilesOfADeadStorm() throws IOException
    {
        final Path lanes = left("lanes");

        assertEquals(List.of(lanes), LeftLanes.find(home));
        assertEquals(List.of(lanes), LeftLanes.find(lanes, home));
        LeftLanes.remove(lanes);

        assertFalse(Files.exists(lanes));
        assertEquals(List.of(), LeftLanes.find(home, lanes));
    }

    @Test
    void shouldLeaveTheFilesOfALivingStorm() throws IOException
    {
        final Path lanes = home.resolve("lanes");
        try (LaneFiles files =
            LaneFiles.create(lanes, 2, CAPACITY, SystemNanoClock.INSTANCE, ThreadHost.INSTANCE))
        {
            assertEquals(List.of(), LeftLanes.find(home));
            LeftLanes.remove(lanes);

            assertTrue(Files.exists(files.directory().resolve("lane-01")));
            assertTrue(Files.exists(lanes.resolve(LaneFiles.AGENT)));
        }
    }

    @Test
    void shouldKeepForeignFilesAndNameThem() throws IOException
    {
        final Path lanes = left("lanes");
        Files.writeString(lanes.resolve("note.txt"), "mine");

        assertEquals(lanes + " was not removed: it holds note.txt",
            assertThrows(IOException.class, () -> LeftLanes.remove(lanes)).getMessage());

        try (Stream<Path> rest = Files.list(lanes))
        {
            assertEquals(List.of(lanes.resolve("note.txt")), rest.toList());
        }
        assertEquals(List.of(), LeftLanes.find(home));
    }

    @Test
    void shouldPassOverLinksAndOtherDirectories() throws IOException
    {
        final Path lanes = left("lanes");
        final Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
        Files.createSymbolicLink(elsewhere.resolve("link"), lanes);
        Files.createDirectory(elsewhere.resolve("empty"));
        Files.writeString(Files.createDirectory(elsewhere.resolve("agents")).resolve(LaneFiles.AGENT), "1");

        assertEquals(List.of(), LeftLanes.find(elsewhere, home.resolve("absent")));
    }

    /** Makes the files that a killed storm leaves: those of a living one, without their locks. */
    private Path left(final String name) throws IOException
    {
        final Path directory = Files.createDirectory(home.resolve(name));
        final Path living = home.resolve("living");
        try (LaneFiles files =
            LaneFiles.create(living, 2, CAPACITY, SystemNanoClock.INSTANCE, ThreadHost.INSTANCE))
        {
            for (final String file : List.of("lane-00", "lane-01", LaneFiles.AGENT))
            {
                Files.copy(files.directory().resolve(file), directory.resolve(file));
            }
        }

        return directory;
    }
}
