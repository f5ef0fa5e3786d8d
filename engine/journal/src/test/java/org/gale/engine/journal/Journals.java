package org.gale.engine.journal;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.gale.engine.support.Appends;
import org.gale.engine.support.Reserves;

/** Small journals for tests: words that name their sequence, and files that are copied, changed and read. */
final class Journals
{
    static final byte[] CONFIGURATION = "seed=1\nname=päth\\\n".getBytes(StandardCharsets.UTF_8);
    static final long ID = 0x3f9c_07d2_e5b1_88a4L;
    static final int FRAME_LIMIT = 8188;
    static final int BLOCK = 64 * 1024;
    static final JournalConfig SMALL = JournalConfig.DEFAULT
        .withBlocks(FRAME_LIMIT, List.of(BLOCK))
        .with(Reserves.of(16 * 1024, 32 * 1024))
        .withId(ID);

    private Journals()
    {
    }

    static JournalWriter create(final Path directory, final JournalConfig config) throws IOException
    {
        return new JournalOpening(config).create(directory, CONFIGURATION);
    }

    /** Appends frames of commands, and checks that each is accepted. */
    static void append(final JournalWriter writer, final int frames, final int commandsPerFrame)
    {
        for (int i = 0; i < frames; i++)
        {
            if (!appendOne(writer, commandsPerFrame))
            {
                throw new AssertionError("refused: " + writer.failure());
            }
        }
    }

    static boolean appendOne(final JournalWriter writer, final int commands)
    {
        final UnsafeBuffer buffer = writer.frame();
        final long first = writer.nextSequence();
        for (int i = 0; i < commands; i++)
        {
            buffer.putLong(writer.payloadOffset() + i * Long.BYTES, word(first + i));
        }
        return Appends.append(writer, Frame.COMMANDS, commands, commands * Long.BYTES);
    }

    /** Runs an action whose force of a segment fails: an interrupt closes the file that is forced. */
    static <T> T failForceIn(final Callable<T> action) throws Exception
    {
        Thread.currentThread().interrupt();
        final T result = action.call();
        if (!Thread.interrupted())
        {
            throw new AssertionError("the interrupt is gone");
        }

        return result;
    }

    static long word(final long sequence)
    {
        return sequence * 0x9e37_79b9_7f4a_7c15L;
    }

    /** Writes a closed journal of about this many segments of {@link #BLOCK}. */
    static void closed(final Path directory, final int segments) throws IOException
    {
        try (JournalWriter writer = create(directory, SMALL))
        {
            while (writer.segment() < segments - 1)
            {
                append(writer, 1, 700);
            }
            append(writer, 3, 300);
        }
    }

    /** Reads to the end, and checks every command against the one that was written. */
    static JournalEnd read(final Path directory) throws IOException
    {
        return read(directory, BootId.current());
    }

    static JournalEnd read(final Path directory, final long bootId) throws IOException
    {
        try (JournalReader reader = JournalReader.open(directory, bootId))
        {
            while (reader.next())
            {
                if (reader.kind() == Frame.COMMANDS)
                {
                    checkWords(reader);
                }
            }
            return reader.end();
        }
    }

    static void checkWords(final JournalReader reader)
    {
        final DirectBuffer buffer = reader.buffer();
        for (int i = 0; i < reader.count(); i++)
        {
            final long found = buffer.getLong(reader.payloadOffset() + i * Long.BYTES);
            if (found != word(reader.firstSequence() + i))
            {
                throw new AssertionError("command " + (reader.firstSequence() + i) + " is another one");
            }
        }
    }

    static Path file(final Path directory, final int segment)
    {
        return SegmentFormat.directory(directory, segment).resolve(SegmentFormat.FILE_NAME);
    }

    static Path metadata(final Path directory, final int segment)
    {
        return SegmentFormat.directory(directory, segment).resolve(SegmentFormat.METADATA_NAME);
    }

    /**
     * Copies a journal that is open, as a dead process leaves it. A copy takes its time, and the helpers must not
     * change the files meanwhile.
     */
    static void copyLeft(final JournalWriter writer, final Path from, final Path to) throws IOException
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(300);
        while (!writer.isSettled())
        {
            if (System.nanoTime() > deadlineNs)
            {
                throw new AssertionError("not sealed: " + writer.failure());
            }
            LockSupport.parkNanos(100_000);
        }
        copy(from, to);
    }

    /** Restores a sealed segment, and those after it, to their state before they were sealed. */
    static void unseal(final Path journal, final int segment) throws IOException
    {
        final Path file = journal.resolve(JournalText.NAME);
        final JournalHeader header = JournalFileContent.read(file).header();
        final List<String> lines = Files.readAllLines(file);
        for (int i = segment; i < lines.size() - JournalText.HEADER_LINES; i++)
        {
            resize(file(journal, i), SegmentFormat.openLength(header.block(i)));
        }
        Files.write(file, lines.subList(0, JournalText.HEADER_LINES + segment));
        final MarkImage image = MarkImage.read(journal);
        Mark.store(journal, image.appended(), Mark.NONE, image.pid(), image.bootId());
    }

    /** Copies a journal that nobody changes. */
    static void copy(final Path from, final Path to)
    {
        try (Stream<Path> files = Files.walk(from))
        {
            files.forEach(file -> copyOne(file, to.resolve(from.relativize(file).toString())));
        }
        catch (final IOException exception)
        {
            throw new UncheckedIOException(exception);
        }
    }

    static void flip(final Path file, final long offset, final int mask) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            final ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, offset);
            one.put(0, (byte)(one.get(0) ^ mask)).clear();
            channel.write(one, offset);
        }
    }

    static void put(final Path file, final long offset, final byte[] bytes) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE))
        {
            channel.write(ByteBuffer.wrap(bytes), offset);
        }
    }

    /** Cuts a file, or lengthens it with zeros. */
    static void resize(final Path file, final long length) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE))
        {
            if (length < channel.size())
            {
                channel.truncate(length);
            }
            else
            {
                channel.write(ByteBuffer.allocate(1), length - 1);
            }
        }
    }

    private static void copyOne(final Path from, final Path to)
    {
        try
        {
            if (Files.isDirectory(from))
            {
                Files.createDirectories(to);
            }
            else
            {
                Files.copy(from, to);
            }
        }
        catch (final IOException exception)
        {
            throw new UncheckedIOException(exception);
        }
    }
}
