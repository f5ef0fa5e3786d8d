package org.gale.engine.lanes;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.command.Commands;
import org.gale.ringbuf.CommandWord;

/**
 * Guard of the commands of attached producers: it admits TIME, MSI, MSI_LONG to an ITS that is there, and TRIGGER if
 * the machine has functions. All other commands are for software and guests, and a machine cannot apply some of them,
 * such as an access to an unmapped address. The engine's thread admits; any thread reads the count.
 */
final class EventGuard
{
    /** Bits of a TRIGGER above its vector, which are 0. */
    private static final long ABOVE_VECTOR = (long)(Commands.MSI_EVENT_LIMIT - Commands.VECTOR_LIMIT) << 24;

    private final int itss;
    private final AtomicLong events = new AtomicLong();
    private final CommandCursor cursor = new CommandCursor();
    private EventTally tally = EventTally.NONE;
    private BooleanSupplier functions = () -> false;
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

    /** Sets the query whether the machine has functions, before the first event. */
    void functions(final BooleanSupplier query)
    {
        functions = query;
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
        final long second = opcode == CommandWord.MSI_LONG ? frame.getLong(cursor.offset() + Long.BYTES) : 0;
        final long ids = Commands.eventIds(word, second);
        tally.event(Commands.eventIts(word), (int)(ids >>> Integer.SIZE), (int)ids);
    }

    private boolean isAdmitted(final int opcode, final long word)
    {
        return opcode == CommandWord.MSI || opcode == CommandWord.TIME ||
            (opcode == CommandWord.MSI_LONG && Commands.longMsiIts(word) < itss) ||
            (opcode == CommandWord.TRIGGER && (word & ABOVE_VECTOR) == 0 && functions.getAsBoolean());
    }
}
