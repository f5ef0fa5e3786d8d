package org.gale.engine.lanes;

import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.gale.engine.command.Commands;
import org.gale.ringbuf.CommandWord;

/**
 * What a producer that attached may offer: TIME, MSI and MSI_LONG to an ITS that is there. Everything else is
 * software's or the guests', and some of it, such as an access to an address where nothing is, no machine applies. The
 * engine's thread admits; any thread reads the count.
 */
final class EventGuard
{
    private final boolean hasIts;
    private final AtomicLong events = new AtomicLong();
    private long count;
    private long commands;

    EventGuard(final boolean hasIts)
    {
        this.hasIts = hasIts;
    }

    /** Events that were admitted so far. */
    long eventCount()
    {
        return events.getOpaque();
    }

    /** Commands that were admitted so far. For the engine's thread. */
    long commandCount()
    {
        return commands;
    }

    /**
     * Walks whole commands.
     *
     * @return the end, or the offset of the first command that is not admitted
     */
    int admit(final DirectBuffer frame, final int offset, final int endOffset)
    {
        int at = offset;
        while (at < endOffset)
        {
            final long word = frame.getLong(at);
            final int opcode = CommandWord.opcode(word);
            if (opcode == CommandWord.MSI)
            {
                count++;
            }
            else if (opcode == CommandWord.MSI_LONG && hasIts && Commands.longMsiIts(word) == 0)
            {
                count++;
            }
            else if (opcode != CommandWord.TIME)
            {
                break;
            }
            at += CommandWord.length(word) << 3;
            commands++;
        }
        events.setOpaque(count);

        return at;
    }
}
