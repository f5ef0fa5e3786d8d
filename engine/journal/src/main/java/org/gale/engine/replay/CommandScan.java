package org.gale.engine.replay;

import java.io.IOException;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongArrayList;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.Outputs;
import org.gale.engine.record.CommandTouches;
import org.gale.ringbuf.CommandWord;

/**
 * Scan of commands of a journal, one by one, with the interrupts that each touched and its time. Owned by the thread of
 * the cursor.
 */
public final class CommandScan
{
    /** Limit of the commands between two questions whether the scan is still wanted. */
    private static final int CHECK_MASK = 1_023;
    private static final long[] NOTHING = new long[0];

    private final ReplayCursor cursor;
    private final Runnable check;
    private CommandTouches touches;
    private boolean isFollowing;
    private FinishedInterrupt finished;                             // null where nobody asks
    private StepAnswer answer;
    private int offset;
    private int touched;
    private long word;
    private long value;
    private long[] acknowledged = NOTHING;
    private boolean isTimed;
    private long baseNs;
    private long sentNs;

    /**
     * Creates a scan.
     *
     * @param check called again and again; throws to end the scan
     */
    public CommandScan(final ReplayCursor cursor, final Runnable check)
    {
        this.cursor = cursor;
        this.check = check;
    }

    /** Follows which interrupts commands finish, from the next begin on. */
    void followFinished()
    {
        isFollowing = true;
    }

    /** Moves to a command, after which the scan begins. */
    public void begin(final long sequence) throws IOException
    {
        if (cursor.sequence() != sequence || touches == null)
        {
            cursor.to(sequence);
            touches = new CommandTouches(cursor.machine());
            finished = isFollowing ? new FinishedInterrupt(cursor.machine(), touches) : null;
            cursor.watch(this::outputs);
            isTimed = false;
        }
    }

    /** Applies the next command; returns false at the end of the journal. */
    public boolean next() throws IOException
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
        acknowledged = NOTHING;
        if (finished != null)
        {
            finished.before(cursor.frame(), offset);
        }
        cursor.single();
        if ((cursor.sequence() & CHECK_MASK) == 0)
        {
            check.run();
        }

        return true;
    }

    /** Ends the scan: the cursor is as before. */
    public void end()
    {
        touches = null;
        cursor.watch(outputs -> { });
    }

    /** Returns the opcode of the command. */
    public int opcode()
    {
        return CommandWord.opcode(word);
    }

    /** Returns whether the command is an event or a wire that rises or falls. */
    boolean isEvent()
    {
        return isEvent(word);
    }

    /** Returns whether a command is an event or a wire that rises or falls. */
    static boolean isEvent(final long word)
    {
        return ActionKind.isEvent(word);
    }

    /** Returns whether the command can change what it does not name. */
    public boolean isOther()
    {
        return (ActionKind.PLAIN >>> opcode() & 1) == 0;
    }

    /** Returns what the command does as an action, or null of an event, a turn or a time. */
    ActionKind action()
    {
        return ActionKind.of(answer, cursor.machine().functions(), frame(), offset);
    }

    /**
     * Returns the owner of the interrupt that the command has finished, which is followed.
     *
     * @return the encoded {@link OwnerId}, or {@link OwnerId#NONE}; that also of a turn
     */
    int finishedOwner()
    {
        return finished.owner();
    }

    /** Returns whether the command is a turn, which may touch more interrupts than the scan names. */
    public boolean isTurn()
    {
        return opcode() == CommandWord.TURN;
    }

    /** Returns the frame of the command. */
    public DirectBuffer frame()
    {
        return cursor.frame();
    }

    /** Returns the offset of the command in its frame, bytes. */
    public int offset()
    {
        return offset;
    }

    /** Returns the value that the command put out last, or an earlier one. */
    public long value()
    {
        return value;
    }

    /**
     * Returns the interrupts that a turn acknowledged, in order.
     *
     * @return the PE in bits 63:32 and the INTID in bits 31:0 of each
     */
    public long[] acknowledged()
    {
        return acknowledged;
    }

    /** Returns the number of interrupts that the command touched. */
    public int touched()
    {
        return touched;
    }

    /**
     * Returns an interrupt that the command touched.
     *
     * @return the word, as CommandTouches encodes it
     */
    public long touch(final int index)
    {
        return touches.word(index);
    }

    /** Returns whether the command touched an interrupt. */
    public boolean hasTouched(final long touch)
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
    public String text()
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
        value = outputs.lastValue();
        acknowledged = isTurn() ? acknowledged(outputs) : NOTHING;
        if (answer != null)
        {
            answer.accept(outputs);
        }
    }

    private static long[] acknowledged(final Outputs outputs)
    {
        final LongArrayList all = new LongArrayList();
        for (int at = 0; at < outputs.words(); at += Outputs.length(outputs.word(at)))
        {
            final long word = outputs.word(at);
            if (Outputs.kind(word) == Outputs.ACK)
            {
                all.addLong((long)Outputs.pe(word) << Integer.SIZE | Integer.toUnsignedLong(Outputs.value(word)));
            }
        }

        return all.toLongArray();
    }
}
