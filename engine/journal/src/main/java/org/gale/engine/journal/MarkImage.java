package org.gale.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gale.engine.config.NumberText;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

/**
 * Content of the mark, read from the file.
 *
 * @param appended segment and number of the last frame appended, {@link Mark#NONE} before the first
 * @param forced   segment and number of the last frame forced
 * @param pid      of the writer
 * @param bootId   the boot under which it was written
 */
record MarkImage(long appended, long forced, long pid, long bootId)
{
    /**
     * Reads the file.
     *
     * @throws DamagedException if the file is missing or no mark
     */
    static MarkImage read(final Path journal) throws IOException
    {
        final Path file = journal.resolve(Mark.NAME);
        if (!PlainFile.isThere(file))
        {
            throw damaged(file, 0, "not there");
        }
        final long size = Files.size(file);
        if (size != Mark.LENGTH)
        {
            throw damaged(file, Math.min(size, Mark.LENGTH), NumberText.counted(size, "byte") + ", expected " +
                Mark.LENGTH);
        }
        final byte[] bytes = Files.readAllBytes(file);
        for (int i = Mark.USED; i < bytes.length; i++)
        {
            if (bytes[i] != 0)
            {
                throw damaged(file, i, String.format("byte 0x%02x, expected 0x00", bytes[i]));
            }
        }
        final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
        final MarkImage mark = new MarkImage(
            buffer.getLong(Mark.APPENDED_OFFSET),
            buffer.getLong(Mark.FORCED_OFFSET),
            buffer.getLong(Mark.PID_OFFSET),
            buffer.getLong(Mark.BOOT_ID_OFFSET));
        if (mark.appended < Mark.NONE)
        {
            throw damaged(file, Mark.APPENDED_OFFSET, "0x" + JournalText.hex(mark.appended) + " is no frame");
        }
        if (mark.forced < Mark.NONE || mark.forced > mark.appended)
        {
            throw damaged(file, Mark.FORCED_OFFSET, "0x" + JournalText.hex(mark.forced) +
                " is no frame up to the last one appended, 0x" + JournalText.hex(mark.appended));
        }
        return mark;
    }

    /**
     * Returns the segment in which the last frame was appended.
     *
     * @return the number of the segment, or −1 before the first frame
     */
    long segment()
    {
        return Mark.segment(appended);
    }

    static DamagedException damaged(final Path file, final long offset, final String finding)
    {
        return new DamagedException(file, -1, -1, offset, finding);
    }
}
