package org.gale.engine.command;

import org.agrona.DirectBuffer;
import org.gale.ringbuf.CommandWord;

/**
 * Cursor over the commands between two offsets of a buffer. It stops at the end, at a word that begins no command, and
 * at a command that the end cuts. Allocates nothing; for one thread at a time.
 */
public final class CommandCursor
{
    /** Result of {@link #count} where the commands do not fill the range. */
    public static final int NOT_WHOLE = -1;

    private DirectBuffer buffer;
    private long word;
    private int offset;
    private int nextOffset;
    private int limit;

    /**
     * Sets the cursor before the first command.
     *
     * @param startOffset of the first command, bytes
     * @param endOffset   end of the last command, bytes
     * @return this cursor
     */
    public CommandCursor wrap(final DirectBuffer frame, final int startOffset, final int endOffset)
    {
        assert 0 <= startOffset && startOffset <= endOffset : startOffset + ", " + endOffset;

        buffer = frame;
        offset = startOffset;
        nextOffset = startOffset;
        limit = endOffset;

        return this;
    }

    /** Moves to the next command and returns true, or returns false if no whole command follows. */
    public boolean next()
    {
        if (nextOffset + Long.BYTES > limit)
        {
            return false;
        }
        final long first = buffer.getLong(nextOffset);
        final int bytes = lengthBytes(first);
        if (bytes == 0 || nextOffset + bytes > limit)
        {
            return false;
        }
        word = first;
        offset = nextOffset;
        nextOffset += bytes;

        return true;
    }

    /** {@return the first word of the command} */
    public long word()
    {
        return word;
    }

    public int opcode()
    {
        return CommandWord.opcode(word);
    }

    /** {@return the offset of the command, bytes} */
    public int offset()
    {
        return offset;
    }

    /** {@return the offset after the commands so far, bytes} */
    public int nextOffset()
    {
        return nextOffset;
    }

    /** Returns whether the commands so far end where the last one should. */
    public boolean isAtEnd()
    {
        return nextOffset == limit;
    }

    /**
     * Counts the commands between two offsets, bytes.
     *
     * @return the count, or {@link #NOT_WHOLE} if there is a word that begins no command, or the end cuts a command
     */
    public static int count(final DirectBuffer frame, final int startOffset, final int endOffset)
    {
        int count = 0;                                      // not by next(): its fields in memory slow row `replay`
        int at = startOffset;
        int bytes = Long.BYTES;
        while (at + Long.BYTES <= endOffset && bytes != 0)
        {
            final int opcode = CommandWord.opcode(frame.getLong(at));
            bytes = CommandWord.length(frame.getLong(at)) << 3;
            final boolean isRun = bytes != 0 && opcode != CommandWord.RAM && opcode != CommandWord.HOST;
            do                                              // in a run of one length no load waits for a length
            {
                at += bytes;
                count++;
            }
            while (isRun && at + Long.BYTES <= endOffset && CommandWord.opcode(frame.getLong(at)) == opcode);
        }

        return at == endOffset ? count : NOT_WHOLE;
    }

    /**
     * Returns the place of a command among all of a frame, given its place among those that are no TIME.
     *
     * @param startOffset of the first command, bytes
     * @param endOffset   end of the last command, bytes
     * @param number      of the command, from 1, TIME not counted
     * @return its number, from 1, TIME counted; one more than there are if the frame has fewer
     */
    public static int place(final DirectBuffer frame, final int startOffset, final int endOffset, final long number)
    {
        final CommandCursor cursor = new CommandCursor().wrap(frame, startOffset, endOffset);
        long left = number;
        int place = 1;
        while (left > 0 && cursor.next())
        {
            left -= cursor.opcode() == CommandWord.TIME ? 0 : 1;
            place += left > 0 ? 1 : 0;
        }

        return place;
    }

    private static int lengthBytes(final long word)
    {
        final int opcode = CommandWord.opcode(word);

        return opcode == CommandWord.MSI || opcode == CommandWord.TURN ? Long.BYTES : CommandWord.length(word) << 3;
    }
}
