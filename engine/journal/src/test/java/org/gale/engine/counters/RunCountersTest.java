package org.gale.engine.counters;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RunCountersTest
{
    private static final long PID = 4711;

    @TempDir
    private Path directory;

    @Test
    void shouldBeReadWhileTheRunLivesAndRemovedAtItsEnd() throws IOException
    {
        final Path file = directory.resolve("4711");
        try (RunCounters counters = RunCounters.create(file, PID, "nvme", "/j/run1", () -> 99))
        {
            counters.set(RunCounter.DELIVERED, 5);
            counters.set(RunCounter.DELIVERED, 7);
            counters.set(RunCounter.PENDING, 3);
            counters.error(new IllegalStateException("a lane went"));
            counters.error(new IllegalStateException("a disk went"));

            final CountersFile read = CountersFile.read(file);
            assertTrue(read.isAlive());
            assertEquals(List.of(PID, 99L), List.of(read.pid(), read.beganMs()));
            assertEquals(List.of("nvme", "/j/run1"), List.of(read.profile(), read.journal()));
            assertEquals(7, read.value(RunCounter.DELIVERED));
            assertEquals(3, read.value(RunCounter.PENDING));
            assertEquals(0, read.value(RunCounter.FRAMES));
            assertEquals(List.of("java.lang.IllegalStateException: a lane went",
                "java.lang.IllegalStateException: a disk went"),
                read.errors().stream().map(CountersFile.DistinctError::text).toList());
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }

        assertFalse(Files.exists(file));
    }

    @Test
    void shouldTakeCountersAfterItWasAbandoned() throws IOException
    {
        final Path file = directory.resolve("4711");
        try (RunCounters counters = RunCounters.create(file, PID, "default", "", () -> 1))
        {
            counters.abandon();
            assertFalse(Files.exists(file));
            counters.set(RunCounter.DELIVERED, 8);
        }
    }

    @Test
    void shouldTellARunThatDied() throws IOException
    {
        final Path file = leftBehind(directory.resolve("4711"));

        assertFalse(CountersFile.read(file).isAlive());
        assertEquals(7, CountersFile.read(file).value(RunCounter.DELIVERED));
    }

    @Test
    void shouldReplaceTheFileOfADeadProcessAlone() throws IOException
    {
        final Path file = leftBehind(directory.resolve("4711"));
        try (RunCounters counters = RunCounters.create(file, PID, "default", "", () -> 1))
        {
            assertEquals(0, CountersFile.read(counters.file()).value(RunCounter.DELIVERED));
            assertThrows(IOException.class, () -> RunCounters.create(file, PID, "default", "", () -> 1));
        }

        final Path other = Files.writeString(directory.resolve("4712"), "not ours");
        assertThrows(IOException.class, () -> RunCounters.create(other, PID, "default", "", () -> 1));
        assertEquals("not ours", Files.readString(other));
    }

    @Test
    void shouldCountEachRunOfAProcessInAFileOfItsOwn() throws Exception
    {
        final Path file = directory.resolve("4711");
        try (RunCounters first = RunCounters.createFirst(file, PID, "default", "", () -> 1);
            RunCounters second = RunCounters.createFirst(file, PID, "nvme", "", () -> 1))
        {
            first.set(RunCounter.DELIVERED, 5);
            second.set(RunCounter.DELIVERED, 6);
            assertTrue(isLocked(first.file()), "the second run has released the lock of the first");
            assertTrue(isLocked(second.file()));

            assertEquals(List.of(file, directory.resolve("4711-2")), List.of(first.file(), second.file()));
            assertEquals(5, CountersFile.read(first.file()).value(RunCounter.DELIVERED));
            assertEquals(6, CountersFile.read(second.file()).value(RunCounter.DELIVERED));
            assertEquals(1, CountersFile.read(first.file()).number());
            assertEquals(2, CountersFile.read(second.file()).number());
        }
        leftBehind(file);
        try (RunCounters next = RunCounters.createFirst(file, PID, "default", "", () -> 1))
        {
            assertEquals(file, next.file());
        }
    }

    @Test
    void shouldRefuseWhatHoldsNoCounters() throws IOException
    {
        final Path file = leftBehind(directory.resolve("4711"));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE))
        {
            channel.truncate(5_000);
        }

        assertFalse(CountersFile.isCounters(file));
        assertThrows(IOException.class, () -> CountersFile.read(file));
        assertThrows(IOException.class, () -> CountersFile.read(Files.writeString(directory.resolve("x"), "x")));
    }

    @Test
    void shouldFindTheRunsOfTheUserOrOfAJournal() throws IOException
    {
        final CountersPlace place = CountersPlace.in(directory);
        final Path journal = directory.resolve("run1");
        final Path file = place.file(journal, PID);
        assertEquals(directory.resolve("gale/4711"), file);
        assertEquals("rwx------",
            PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("gale"))));
        Files.writeString(directory.resolve("gale/notes"), "somebody's");
        try (RunCounters counters = RunCounters.create(file, PID, "default", journal.toString(), () -> 1))
        {
            assertEquals(List.of(counters.file()), files(place, null));
            assertEquals(List.of(counters.file()), files(place, journal));
            assertEquals(List.of(), files(place, directory.resolve("run2")));
        }
    }

    @Test
    void shouldLieInADirectoryOfTheUserWithoutARuntimeDirectory() throws IOException
    {
        final CountersPlace place = CountersPlace.inTemporary(directory);
        final Path file = place.file(null, PID);

        assertEquals(directory.resolve("gale-run-" + Files.getAttribute(directory, "unix:uid")), file.getParent());
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(place.own())));
        try (RunCounters counters = RunCounters.create(file, PID, "default", "", () -> 1))
        {
            assertEquals(List.of(counters.file()), files(place, null));
        }
    }

    @Test
    void shouldLieBesideTheJournalWhereNoDirectoryIsSafe() throws IOException
    {
        final Path journal = directory.resolve("run1");
        final Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        final CountersPlace linked = CountersPlace.inTemporary(directory);
        Files.createSymbolicLink(linked.own(), elsewhere);

        assertThrows(IOException.class, () -> linked.file(null, PID));
        assertThrows(IOException.class, () -> linked.find(null));
        assertEquals(directory.resolve(".run1.stat-4711"), linked.file(journal, PID));

        Files.delete(linked.own());
        try (RunCounters counters =
            RunCounters.create(directory.resolve(".run1.stat-4711"), PID, "default", journal.toString(), () -> 1))
        {
            assertEquals(List.of(counters.file()), files(linked, journal));
        }
    }

    @Test
    void shouldFindFilesBesideAJournalWhereOthersMayWriteToTheUsersDirectory() throws IOException
    {
        final Path journal = directory.resolve("run1");
        final Path dead = directory.resolve(".run1.stat-4712");
        final CountersPlace place = CountersPlace.inTemporary(directory);
        place.checkOwn();
        Files.createDirectory(place.own());
        Files.setPosixFilePermissions(place.own(), PosixFilePermissions.fromString("rwxrwxrwx"));
        try (RunCounters alive =
            RunCounters.create(place.file(journal, PID), PID, "default", journal.toString(), () -> 1))
        {
            Files.copy(alive.file(), dead);
            Files.copy(alive.file(), place.own().resolve("4713"));

            assertThrows(IOException.class, () -> place.find(null));
            assertThrows(IOException.class, place::checkOwn);
            assertEquals(List.of(alive.file(), dead), files(place, journal));
            assertEquals(List.of(dead), place.left(directory));
        }
    }

    @Test
    void shouldFindTheFilesOfDeadRuns() throws IOException
    {
        final CountersPlace place = CountersPlace.in(directory);
        final Path own = place.file(null, PID);
        final Path beside = directory.resolve(".run1.stat-4712");
        for (final Path file : List.of(own, beside, directory.resolve(".run1.other-4712")))
        {
            RunCounters.create(file, PID, "default", "", () -> 1).abandon();
            assertFalse(Files.exists(file));
        }
        try (RunCounters alive = RunCounters.create(own, PID, "default", "", () -> 1);
            RunCounters other = RunCounters.create(directory.resolve("other"), PID, "default", "", () -> 1))
        {
            Files.copy(other.file(), beside);
            Files.copy(other.file(), directory.resolve(".run1.other-4712"));
            assertEquals(List.of(alive.file()), files(place, null));

            assertEquals(List.of(beside), place.left(directory, directory));
            assertEquals(List.of(), place.left());
        }
    }

    @Test
    void shouldRemoveWhatDeadRunsOfAJournalLeftBesideIt() throws IOException
    {
        final Path journal = directory.resolve("run1");
        final Path dead = directory.resolve(".run1.stat-4712");
        final Path foreign = Files.writeString(directory.resolve(".run1.stat-4713"), "no counters");
        final Path ofAnother = directory.resolve(".run10.stat-4712");
        try (RunCounters alive =
            RunCounters.create(directory.resolve(".run1.stat-4711"), PID, "default", "", () -> 1))
        {
            Files.copy(alive.file(), dead);
            Files.copy(alive.file(), ofAnother);

            CountersPlace.removeLeft(journal);

            assertFalse(Files.exists(dead));
            for (final Path kept : List.of(alive.file(), foreign, ofAnother))
            {
                assertTrue(Files.exists(kept), kept.toString());
            }
        }
    }

    @Test
    void shouldGiveEachCounterAnIdOfItsOwn()
    {
        final Set<Integer> ids = new HashSet<>();
        for (int i = 0; i < RunCounter.ALL.size(); i++)
        {
            assertEquals(i, RunCounter.ALL.get(i).id());
            assertTrue(ids.add(RunCounter.ALL.get(i).id()));
        }
        assertTrue(ids.size() <= CountersLayout.COUNTER_LIMIT);
    }

    /** Returns whether the kernel knows a lock of this process on a file; a second descriptor would release it. */
    private static boolean isLocked(final Path file) throws IOException
    {
        final String inode = ":" + Files.getAttribute(file, "unix:ino") + " ";
        final String pid = " " + ProcessHandle.current().pid() + " ";

        return Files.readAllLines(Path.of("/proc/locks")).stream()
            .anyMatch(line -> line.contains(inode) && line.contains(pid));
    }

    private static List<Path> files(final CountersPlace place, final Path journal) throws IOException
    {
        return place.find(journal).stream().map(CountersFile::file).toList();
    }

    /** Leaves the file that a killed process would. */
    private static Path leftBehind(final Path file) throws IOException
    {
        final byte[] content;
        try (RunCounters counters = RunCounters.create(file, PID, "default", "", () -> 1))
        {
            counters.set(RunCounter.DELIVERED, 7);
            content = Files.readAllBytes(file);
        }

        return Files.write(file, content);
    }
}
