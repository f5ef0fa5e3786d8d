package org.gale.engine.function;

import java.util.function.IntToLongFunction;
import org.agrona.DirectBuffer;
import org.gale.engine.machine.FunctionAccounts;
import org.gale.engine.machine.FunctionQueries;
import org.gale.engine.machine.MessagePort;
import org.gale.tables.memory.StateStream;

/**
 * Slot of the monitor between devices and the ITS, which {@link MonitorModel} fills, or {@link RemoteMonitor}. What is
 * owed follows from what devices, guests and host did alone, and is compared with what the monitor holds and sends.
 * Owned by the machine's thread.
 */
abstract class MonitorSlot
{
    static final String NO_UNPLUG = "no message of monitor=remote unplugs a function";
    static final String LOST = ", triggered, is neither sent nor held";
    static final String INVENTED = " is held though nothing had triggered it";

    final MessagePort port;
    final EventBook book;

    MonitorSlot(final MessagePort port, final EventBook book)
    {
        this.port = port;
        this.book = book;
    }

    /** Returns whether the monitor keeps the first message of a vector. */
    boolean latches()
    {
        return false;
    }

    /** Returns whether a vector that is open sends each event at once, so that nobody has to ask the monitor. */
    boolean sendsAtOnce()
    {
        return !latches();
    }

    /** Takes an event of a vector. */
    abstract void trigger(MsixFunction function, int vector);

    /** Takes an eventfd of a vector: its event leaves, or becomes the pending bit. */
    abstract void consume(MsixFunction function, int vector);

    /** Sends what is held of a vector, as one message, if it may leave now. */
    abstract void release(MsixFunction function, int vector);

    /** Returns the image of a function that is saved. */
    abstract long[] image(MsixFunction function);

    /** Returns whether the monitor samples the line of a pin, whose route is made, and raises what is due. */
    abstract boolean samples(LevelPin pin);

    /** Sends what is held of all vectors whose messages may leave now. */
    void releaseAll(final MsixFunction function)
    {
        for (int vector = 0; vector < function.vectors; vector++)
        {
            release(function, vector);
        }
    }

    /** Takes note of a step that lets nothing leave: a route is dropped, or a table has another message. */
    void changed(final MsixFunction function, final int vector)
    {
        // A monitor that answers by itself reads table and routes when it sends.
    }

    /** Takes note of what the monitor holds of a pin after a step that left it held. */
    void held(final LevelPin pin)
    {
        // KVM's eventfd has it, unless a monitor says something else.
    }

    /** Returns the pending bits of 64 vectors as a load reads them, by index. */
    long pendingBits(final MsixFunction function, final int index)
    {
        return function.pending.word(index) | function.signalled.word(index);
    }

    /** Takes note of a load, and of the bits that a right monitor has for it. */
    void wasRead(final long bits)
    {
        // A right monitor reads what it holds.
    }

    /** Returns whether words of an answer are taken, see {@link RemoteMonitor}. */
    boolean takesAnswers()
    {
        return false;
    }

    /** Stages words of the answer that the next command takes. */
    void stage(final DirectBuffer words, final int offset)
    {
        throw new IllegalStateException("the monitor answers by itself");
    }

    /** Forgets an answer that no step of the command in hand has taken. */
    void ended()
    {
        // A monitor that answers by itself has none.
    }

    /** Returns the first answer that cannot be one of a monitor, or null. */
    FunctionAccounts.Contradiction contradiction()
    {
        return null;
    }

    /** Passes an answer that is staged through a stream. */
    void state(final StateStream stream)
    {
        // A monitor that answers by itself has no state beside the functions.
    }

    /** Withdraws what is held of a function. */
    void clear(final MsixFunction function)
    {
        function.outcomes.withdrawnCleared += function.owedPending.count() + function.owedInEventfd.count();
        function.clearHeld();
    }

    /**
     * Withdraws what is held of a function but for events that a restore holds again, and offers those that only the
     * image has. An event that the eventfd and the pending bit held is one from then on.
     *
     * @param ofImage events of 64 vectors that are owed by the image, by index
     */
    void keep(final MsixFunction function, final IntToLongFunction ofImage)
    {
        for (int i = 0; i < function.pending.wordCount(); i++)
        {
            final long image = ofImage.applyAsLong(i);
            final long taken = function.owedPending.word(i);
            final long signalled = function.owedInEventfd.word(i);
            final int merged = Long.bitCount(taken & signalled & image);
            function.outcomes.withdrawnCleared += Long.bitCount(taken & ~image) + Long.bitCount(signalled & ~image);
            function.outcomes.coalescedAtMask += merged;
            book.merged += merged;
            book.offered += Long.bitCount(image & ~(taken | signalled));
        }
        function.clearHeld();
    }

    /** Checks a function whose image was restored, before an event comes again and hides what was lost. */
    void restored(final MsixFunction function)
    {
        for (int vector = 0; vector < function.vectors; vector++)
        {
            check(function, vector);
        }
    }

    /** Returns the message of a vector that leaves next. */
    FunctionQueries.Message next(final MsixFunction function, final int vector)
    {
        return new FunctionQueries.Message(function.address(vector), function.data(vector));
    }

    /** Checks that what is held of a vector is what is owed, and books what is not: both are equal then. */
    void check(final MsixFunction function, final int vector)
    {
        if (!function.isSound(vector))
        {
            settle(function, vector, function.owedPending, function.pending);
            settle(function, vector, function.owedInEventfd, function.signalled);
        }
    }

    private void settle(
        final MsixFunction function, final int vector, final VectorBits owed, final VectorBits held)
    {
        final boolean isOwed = owed.isSet(vector);
        if (isOwed == held.isSet(vector))
        {
            return;
        }
        if (isOwed)
        {
            book.loses(name(function, vector), LOST);
        }
        else
        {
            book.invents(name(function, vector), INVENTED);
        }
        owed.set(vector, !isOwed);
    }

    /** Returns the sentence on a vector of which more or less is held than is owed. */
    static String finding(final MsixFunction function, final int vector)
    {
        return name(function, vector) + (function.isLost(vector) ? LOST : INVENTED);
    }

    static String name(final MsixFunction function, final int vector)
    {
        return "vector " + vector + " of function " + function.deviceId;
    }

    /** Books an event that becomes the pending bit. */
    final void owePending(final MsixFunction function, final int vector)
    {
        if (function.owedPending.isSet(vector))
        {
            coalesceAtMask(function);
        }
        function.owedPending.set(vector);
    }

    /** Books an event that merges at the pending bit. */
    final void coalesceAtMask(final MsixFunction function)
    {
        function.outcomes.coalescedAtMask++;
        book.merged++;
    }
}
