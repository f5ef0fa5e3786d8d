package org.gale.engine.replay;

import java.io.IOException;
import org.agrona.DirectBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.Outputs;
import org.gale.engine.record.CommandTouches;
import org.gale.ringbuf.CommandWord;

/**
 * Scan of commands of a journal, one by one, with the interrupts that each touched and its time. Owned by the thread of
 * the cursor.
 */
final class CommandScan
{
    /** Limit of the commands between two questions whether the scan is still wanted. */
    private static final int CHECK_MASK = 1_023;

    private final ReplayCursor cursor;
    private final Runnable check;
    private CommandTouches touches;
    private StepAnswer answer;
    private int offset;
    private int touched;
    private long word;
    private boolean isTimed;
    private long baseNs;
    private long sentNs;

    /**
     * Creates a scan.
     *
     * @param check called again and again; throws to end the scan
     */
    CommandScan(final ReplayCursor cursor, final Runnable check)
    {
        this.cursor = cursor;
        this.check = check;
    }

    /** Moves to a command, after which the scan begins. */
    void begin(final long sequence) throws IOException
    {
        if (cursor.sequence() != sequence || touches == null)
        {
            cursor.to(sequence);
            touches = new CommandTouches(cursor.machine());
            cursor.watch(this::outputs);
            isTimed = false;
        }
    }

    /** Applies the next command; returns false at the end of the journal. */
    boolean next() throws IOException
    {
        if (!cursor.isFrameThere())
        {
            return false;
        }
        offset = cursor.frameOffset();
        word = cursor.frame().getLong(offset);
        answer = StepAnswer.of(word);
        if (opcode() == CommandWord.TIME)
        {
            isTimed = true;
            baseNs = Commands.baseNs(word);
            sentNs = cursor.frame().getLong(offset + Long.BYTES);
        }
        touched = 0;
        cursor.single();
        if ((cursor.sequence() & CHECK_MASK) == 0)
        {
            check.run();
        }

        return true;
    }

    /** Ends the scan: the cursor is as before. */
    void end()
    {
        touches = null;
        cursor.watch(outputs -> { });
    }

    int opcode()
    {
        return CommandWord.opcode(word);
    }

    /** Returns whether the command is an event or a wire that rises or falls. */
    boolean isEvent()
    {
        return CommandWord.isEvent(word) || opcode() == CommandWord.WIRE;
    }

    /** Returns whether the command can change what it does not name. */
    boolean isOther()
    {
        return (IndexPass.PLAIN >>> opcode() & 1) == 0;
    }

    /** Returns whether the command is a turn, which may touch more interrupts than the scan names. */
    boolean isTurn()
    {
        return opcode() == CommandWord.TURN;
    }

    /** Returns the number of interrupts that the command touched. */
    int touched()
    {
        return touched;
    }

    long touch(final int index)
    {
        return touches.word(index);
    }

    boolean hasTouched(final long touch)
    {
        boolean isFound = false;
        for (int i = 0; i < touched; i++)
        {
            isFound |= touches.word(i) == touch;
        }

        return isFound;
    }

    /** Returns when the command was due, or when its frame was, since the first phase began, ns. */
    long ns()
    {
        return CommandWord.isEvent(word) && isTimed ?
            cursor.frameNs() - sentNs + baseNs + (word & Commands.TIME_MASK) : cursor.frameNs();
    }

    /** Returns the text of the command, with the name of its step. */
    String text()
    {
        final StringBuilder text = new StringBuilder(cursor.text(offset));
        if (answer != null)
        {
            answer.appendTo(text);
        }

        return text.toString();
    }

    private void outputs(final Outputs outputs)
    {
        final DirectBuffer frame = cursor.frame();
        touched = touches.of(frame, offset);
        if (answer != null)
        {
            answer.accept(outputs);
        }
    }
}
