package org.gale.engine.counters;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.status.CountersReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Bounds of the file of a run's counters. */
class CountersFileTest
{
    private static final long PID = 4711;
    private static final int PROFILE_BYTES = 252;
    private static final int JOURNAL_BYTES = 3804;
    private static final int RUN_LIMIT = 100;

    @TempDir
    private Path directory;

    @Test
    void shouldCutNamesThatAreTooLong() throws IOException
    {
        final Path file = directory.resolve("4711");
        try (RunCounters counters =
            RunCounters.create(file, PID, "p".repeat(PROFILE_BYTES + 20), "j".repeat(JOURNAL_BYTES + 20), () -> 1))
        {
            counters.set(RunCounter.ELAPSED_NS, 3);
            final CountersFile read = CountersFile.read(file);

            assertEquals("p".repeat(PROFILE_BYTES), read.profile());
            assertEquals("j".repeat(JOURNAL_BYTES), read.journal());
            assertEquals(3, read.value(RunCounter.ELAPSED_NS));
            assertEquals(List.of(), read.errors());
        }
    }

    @Test
    void shouldReadNoMoreThanAFieldHolds() throws IOException
    {
        final ByteBuffer content = content();
        content.putInt(CountersLayout.PROFILE_OFFSET, PROFILE_BYTES + 1);
        content.putInt(CountersLayout.JOURNAL_OFFSET, -1);

        final CountersFile read = read(content);

        assertEquals(PROFILE_BYTES, read.profile().getBytes(UTF_8).length);
        assertEquals("", read.journal());
    }

    /** The last counter gets the id behind those of this version. */
    @Test
    void shouldLeaveOutCountersThatItDoesNotKnow() throws IOException
    {
        final int last = RunCounter.ALL.size() - 1;
        final ByteBuffer content = content();
        content.putInt(CountersLayout.METADATA_OFFSET + last * CountersReader.METADATA_LENGTH +
            CountersReader.TYPE_ID_OFFSET, last + 1);

        assertEquals(RunCounter.ALL.subList(0, last), List.copyOf(read(content).counters().keySet()));
    }

    @Test
    void shouldRefuseAnotherVersion() throws IOException
    {
        final ByteBuffer content = content();
        content.putInt(CountersLayout.VERSION_OFFSET, 2);

        assertEquals("has version 2 of the counters, and this gale reads version 1",
            assertThrows(IOException.class, () -> read(content)).getMessage());
    }

    @Test
    void shouldShortenTheFirstLineOfAnError() throws IOException
    {
        final String name = "java.lang.IllegalStateException: ";
        final String longest = "e".repeat(200 - name.length());
        final Path file = directory.resolve("4711");
        try (RunCounters counters = RunCounters.create(file, PID, "default", "", () -> 7))
        {
            counters.error(new IllegalStateException(longest + "\nmore"));
            counters.error(new IllegalStateException(longest + "f"));

            assertEquals(List.of(new CountersFile.DistinctError(1, 7, 7, name + longest),
                new CountersFile.DistinctError(1, 7, 7, name + longest + "...")), CountersFile.read(file).errors());
        }
    }

    @Test
    void shouldHaveAFileForEachOfAsManyRunsAsAreAllowed() throws IOException
    {
        final Path file = Files.createFile(directory.resolve("4711"));
        for (int number = 2; number < RUN_LIMIT; number++)
        {
            Files.createFile(directory.resolve("4711-" + number));
        }
        try (RunCounters last = RunCounters.createFirst(file, PID, "default", "", () -> 1))
        {
            assertEquals(directory.resolve("4711-" + RUN_LIMIT), last.file());
            assertEquals(RUN_LIMIT, CountersFile.read(last.file()).number());
            assertThrows(FileAlreadyExistsException.class,
                () -> RunCounters.createFirst(file, PID, "default", "", () -> 1));
        }
    }

    @Test
    void shouldLetGoOfItsFile() throws IOException
    {
        final Path file = directory.resolve("4711");
        final RunCounters counters = RunCounters.create(file, PID, "default", "", () -> 1);
        assertTrue(isOpen(file));
        assertTrue(isMapped(file));

        counters.close();

        assertFalse(isOpen(file));
        assertFalse(isMapped(file));
        assertFalse(CountersFile.isCounters(file));
    }

    @Test
    void shouldLeaveNothingBehindWhereItCannotBeMade() throws IOException
    {
        final Path file = directory.resolve("4711");

        assertThrows(IllegalStateException.class, () -> RunCounters.create(file, PID, "default", "", () ->
        {
            throw new IllegalStateException("no clock");
        }));

        assertFalse(Files.exists(file));
        assertFalse(isOpen(file));
    }

    @Test
    void shouldTellCountsFromLevels()
    {
        assertEquals(List.of("pending", "lane_words", "lane_capacity_words", "phase"), RunCounter.ALL.stream()
            .filter(counter -> !counter.isTotal()).map(RunCounter::label).toList());
        assertEquals("Interrupts that are pending.", RunCounter.PENDING.help());
    }

    @Test
    void shouldPreferTheRuntimeDirectoryOfTheUser()
    {
        final String runtime = System.getenv("XDG_RUNTIME_DIR");
        final boolean isUsable = runtime != null && !runtime.isEmpty() && Files.isWritable(Path.of(runtime));

        assertEquals(isUsable ? CountersPlace.in(Path.of(runtime)) :
            CountersPlace.inTemporary(Path.of(System.getProperty("java.io.tmpdir"))), CountersPlace.ofUser());
    }

    /** Returns the content of a file of counters. */
    private ByteBuffer content() throws IOException
    {
        final Path file = directory.resolve("4711");
        try (RunCounters counters = RunCounters.create(file, PID, "default", "j", () -> 1))
        {
            return ByteBuffer.wrap(Files.readAllBytes(counters.file())).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    private CountersFile read(final ByteBuffer content) throws IOException
    {
        final Path file = directory.resolve("4712");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))
        {
            channel.write(content);
        }

        return CountersFile.read(file);
    }

    private static boolean isMapped(final Path file) throws IOException
    {
        return Files.readString(Path.of("/proc/self/maps")).contains(real(file));
    }

    /** Returns whether this process has the file open, also where it has no name any more. */
    private static boolean isOpen(final Path file) throws IOException
    {
        final String real = real(file);
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd")))
        {
            return descriptors.anyMatch(descriptor -> target(descriptor).startsWith(real));
        }
    }

    /** Returns the path that the kernel shows, of a file that may have been removed. */
    private static String real(final Path file) throws IOException
    {
        return file.getParent().toRealPath().resolve(file.getFileName()).toString();
    }

    private static String target(final Path descriptor)
    {
        try
        {
            return Files.readSymbolicLink(descriptor).toString();
        }
        catch (final IOException ex)
        {
            return "";                                                          // closed meanwhile
        }
    }
}
