package org.gale.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

/**
 * File {@code mark}: the progress of the journal, stored after each append so that a reader can distinguish damage from
 * the end.
 * <pre>
 *    0   appended: segment &lt;&lt; 40 | frame number of the last frame appended, -1 before the first
 *    8   forced: the same of the last frame forced
 *   16   pid of the writer
 *   24   boot id
 *   32   zeros, up to 4,096
 * </pre>
 * The appender's thread stores both words; in mode {@code process} the sealing thread stores forced.
 */
final class Mark implements AutoCloseable
{
    static final String NAME = "mark";
    static final int LENGTH = 4096;
    static final int APPENDED_OFFSET = 0;
    static final int FORCED_OFFSET = 8;
    static final int PID_OFFSET = 16;
    static final int BOOT_ID_OFFSET = 24;
    static final int USED = 32;
    static final long NONE = -1;

    private static final int NUMBER_BITS = 40;

    static
    {
        assert BOOT_ID_OFFSET + Long.BYTES == USED && USED <= LENGTH;
        assert Integer.SIZE <= NUMBER_BITS : "a frame number reaches into the segment";
    }

    private final MarkFile file;

    /**
     * Creates the mark over a file.
     *
     * @param file mapped, and closed with this mark
     */
    Mark(final MarkFile file)
    {
        this.file = file;
    }

    /** Creates the file and forces it to the device, for a journal without frames. */
    static void create(final Path journal, final long pid, final long bootId) throws IOException
    {
        OwnerOnly.open(journal.resolve(NAME), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).close();
        store(journal, NONE, NONE, pid, bootId);
    }

    /** Replaces the content of the file, and forces it to the device. */
    static void store(
        final Path journal, final long appended, final long forced, final long pid, final long bootId)
        throws IOException
    {
        try (FileChannel channel = FileChannel.open(journal.resolve(NAME), StandardOpenOption.WRITE))
        {
            writeFully(channel, image(appended, forced, pid, bootId));
            channel.force(true);
        }
    }

    static long value(final int segment, final int number)
    {
        return (long)segment << NUMBER_BITS | number;
    }

    static long segment(final long value)
    {
        return value >> NUMBER_BITS;
    }

    static long number(final long value)
    {
        return value & ((1L << NUMBER_BITS) - 1);
    }

    /** Publishes an appended frame. Another process must see the stores of the append before this one. */
    void appendedRelease(final int segment, final int number)
    {
        assert segment >= 0 && number >= 0 : segment + ", " + number;

        file.putRelease(APPENDED_OFFSET, value(segment, number));
    }

    /** Publishes a forced frame. */
    void forcedRelease(final int segment, final int number)
    {
        file.putRelease(FORCED_OFFSET, value(segment, number));
    }

    /** Forces the file itself to the device, when the journal is closed. */
    void force()
    {
        file.force();
    }

    @Override
    public void close()
    {
        file.close();
    }

    private static ByteBuffer image(final long appended, final long forced, final long pid, final long bootId)
    {
        return ByteBuffer.allocate(LENGTH).order(LITTLE_ENDIAN)
            .putLong(APPENDED_OFFSET, appended)
            .putLong(FORCED_OFFSET, forced)
            .putLong(PID_OFFSET, pid)
            .putLong(BOOT_ID_OFFSET, bootId);
    }

    private static void writeFully(final FileChannel channel, final ByteBuffer image) throws IOException
    {
        while (image.hasRemaining())
        {
            channel.write(image, image.position());
        }
    }
}
