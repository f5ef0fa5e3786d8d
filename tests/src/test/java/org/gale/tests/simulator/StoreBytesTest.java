package org.gale.tests.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.support.Appends;
import org.gale.engine.support.Reserves;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Journals in memory and journals of Chronicle Queue: equal frames make equal bytes. */
class StoreBytesTest
{
    private static final long ID = 0x3f9c_07d2_e5b1_88a4L;
    private static final JournalConfig CONFIG = JournalConfig.DEFAULT.withBlocks(16 * 1024 - 4, List.of(64 * 1024))
        .with(Reserves.of(16 * 1024, 32 * 1024)).withId(ID);
    private static final byte[] CONFIGURATION = "seed=1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int FRAMES = 80;
    private static final int BOOT_ID_END = 32;
    private static final int PID_OFFSET = 16;

    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void shouldHoldEqualBytesWhenFramesAreEqual(final boolean isForced) throws IOException
    {
        final JournalConfig config = isForced ? CONFIG.forced(3, Long.MAX_VALUE) : CONFIG;
        final Path onDisk = home.resolve("run");
        try (JournalWriter writer = new JournalOpening(config).create(onDisk, CONFIGURATION))
        {
            append(writer);
        }
        final SimulatedDisk disk = new SimulatedDisk(DiskFaults.NONE);
        final SimulatedHost host = new SimulatedHost(disk, new SimulatedClock(), new SplittableRandom(1));
        final Path inMemory = disk.root().resolve("run");
        try (JournalWriter writer = new JournalOpening(config, host).create(inMemory, CONFIGURATION))
        {
            append(writer);
        }

        final Map<String, byte[]> expected = contents(onDisk);
        final Map<String, byte[]> actual = contents(inMemory);
        assertEquals(List.of(), disk.violations());
        assertTrue(expected.size() > 8);
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, bytes) -> assertArrayEquals(bytes, actual.get(name), name));
    }

    private static void append(final JournalWriter writer)
    {
        final SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < FRAMES; i++)
        {
            final int words = 1 + random.nextInt(writer.payloadLimit() >> 3);
            for (int word = 0; word < words; word++)
            {
                writer.frame().putLong(writer.payloadOffset() + (word << 3), random.nextLong());
            }
            assertTrue(Appends.append(writer, Frame.COMMANDS, words, words << 3));
        }
        assertNull(writer.failure());
    }

    /** Contents of all files by name; the mark without the pid and the boot of its writer. */
    private static Map<String, byte[]> contents(final Path journal) throws IOException
    {
        final Map<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(journal))
        {
            files.filter(Files::isRegularFile).forEach(file -> contents.put(
                journal.relativize(file).toString(), content(file)));
        }

        return contents;
    }

    private static byte[] content(final Path file)
    {
        try
        {
            final byte[] bytes = Files.readAllBytes(file);
            if (file.getFileName().toString().equals("mark"))
            {
                Arrays.fill(bytes, PID_OFFSET, BOOT_ID_END, (byte)0);
            }

            return bytes;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
