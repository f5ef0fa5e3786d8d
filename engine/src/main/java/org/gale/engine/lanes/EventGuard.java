package org.gale.engine.lanes;

import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.command.Commands;
import org.gale.ringbuf.CommandWord;

/**
 * Guard of the commands of attached producers: it admits TIME, MSI, and MSI_LONG to an ITS that is there. All other
 * commands are for software and guests, and a machine cannot apply some of them, such as an access to an unmapped
 * address. The engine's thread admits; any thread reads the count.
 */
final class EventGuard
{
    private final int itss;
    private final AtomicLong events = new AtomicLong();
    private final CommandCursor cursor = new CommandCursor();
    private EventTally tally = EventTally.NONE;
    private long count;
    private long commands;

    /**
     * Makes a guard.
     *
     * @param itss number of ITSs that an MSI_LONG may name; 0 to admit none
     */
    EventGuard(final int itss)
    {
        this.itss = itss;
    }

    /** Sets the tally of the events, before the first one. */
    void tally(final EventTally taker)
    {
        tally = taker;
    }

    /** Returns the number of events that were admitted so far. */
    long eventCount()
    {
        return events.getOpaque();
    }

    /** Returns the number of commands that were admitted so far. For the engine's thread. */
    long commandCount()
    {
        return commands;
    }

    /**
     * Checks whole commands.
     *
     * @return the end, or the offset of the first command that is not admitted
     */
    int admit(final DirectBuffer frame, final int offset, final int endOffset)
    {
        int end = offset;
        cursor.wrap(frame, offset, endOffset);
        while (cursor.next() && isAdmitted(cursor.opcode(), cursor.word()))
        {
            if (cursor.opcode() != CommandWord.TIME)
            {
                count++;
                tell(frame, cursor.opcode(), cursor.word());
            }
            commands++;
            end = cursor.nextOffset();
        }
        events.setOpaque(count);

        return end;
    }

    private void tell(final DirectBuffer frame, final int opcode, final long word)
    {
        if (opcode == CommandWord.MSI)
        {
            tally.event(0, Commands.msiDeviceId(word), Commands.msiEventId(word));
        }
        else
        {
            final long ids = frame.getLong(cursor.offset() + Long.BYTES);
            tally.event(Commands.longMsiIts(word), (int)(ids >>> Integer.SIZE), (int)ids);
        }
    }

    private boolean isAdmitted(final int opcode, final long word)
    {
        return opcode == CommandWord.MSI || opcode == CommandWord.TIME ||
            (opcode == CommandWord.MSI_LONG && Commands.longMsiIts(word) < itss);
    }
}
