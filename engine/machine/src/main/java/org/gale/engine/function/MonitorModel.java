package org.gale.engine.function;

import java.util.function.IntToLongFunction;
import org.gale.engine.config.Monitor;
import org.gale.engine.machine.FunctionQueries;
import org.gale.engine.machine.MessagePort;

/**
 * Monitor between devices and the ITS. While a vector is masked, or its eventfd has no route, an event stays in the
 * eventfd, or is taken and becomes the pending bit. Once a message may leave, what is held leaves as one message, with
 * the address and data that the vector has then (M-MSIXLIVE). A machine may have a monitor with one {@link Monitor}
 * mistake. Owned by the machine's thread.
 */
final class MonitorModel
{
    private static final String LOST = ", triggered, is neither sent nor held";
    private static final String INVENTED = " is held though nothing had triggered it";

    private final Monitor monitor;
    private final MessagePort port;
    private final EventBook book;

    MonitorModel(final Monitor monitor, final MessagePort port, final EventBook book)
    {
        this.monitor = monitor;
        this.port = port;
        this.book = book;
    }

    boolean latches()
    {
        return monitor == Monitor.STALE_MESSAGE;
    }

    boolean readsPendingBitsAsZero()
    {
        return monitor == Monitor.PBA_ZERO;
    }

    boolean savesPendingBits()
    {
        return monitor != Monitor.PBA_UNSAVED;
    }

    /** Takes an event of a vector. */
    void trigger(final MsixFunction function, final int vector)
    {
        book.offered++;
        if (!function.isEnabled)
        {
            function.outcomes.notEnabled++;
        }
        else if (function.carried.isSet(vector))
        {
            signal(function, vector);
        }
        else if (function.isOpen(vector))
        {
            send(function, vector);
        }
        else
        {
            owePending(function, vector);
            function.pending.set(vector);
            check(function, vector);
        }
    }

    /** Takes an eventfd of a vector: its event leaves, or becomes the pending bit. */
    void consume(final MsixFunction function, final int vector)
    {
        if (!function.signalled.isSet(vector))
        {
            return;
        }
        if (function.isOpen(vector))
        {
            release(function, vector);
            return;
        }
        function.owedInEventfd.clear(vector);
        owePending(function, vector);
        function.signalled.clear(vector);
        final boolean isMasked = function.isMasked || function.masked.isSet(vector) || !function.isEnabled;
        if (!(monitor == Monitor.CONSUME_MASKED && isMasked))
        {
            function.pending.set(vector);
        }
        else if (!function.pending.isSet(vector))
        {
            book.acted++;                                                       // else the event merges all the same
        }
        check(function, vector);
    }

    /** Sends what is held of a vector, as one message, if it may leave now. */
    void release(final MsixFunction function, final int vector)                 // M-MSIXLIVE
    {
        if (!function.isOpen(vector))
        {
            return;
        }
        if (latches() && !function.latched.isSet(vector))
        {
            function.latch(vector);
        }
        if (function.isHeld(vector))
        {
            if (function.owedPending.isSet(vector) && function.owedInEventfd.isSet(vector))
            {
                coalesceAtMask(function);
            }
            function.pending.clear(vector);
            function.signalled.clear(vector);
            function.owedPending.clear(vector);
            function.owedInEventfd.clear(vector);
            send(function, vector);
        }
        check(function, vector);
    }

    /** Sends what is held of all vectors whose messages may leave now. */
    void releaseAll(final MsixFunction function)
    {
        for (int vector = 0; vector < function.vectors; vector++)
        {
            release(function, vector);
        }
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

    /**
     * Checks a function whose image was restored, before an event comes again and hides what was lost. Counts what a
     * monitor that saves no pending bits has lost.
     */
    void restored(final MsixFunction function)
    {
        for (int i = 0; i < function.pending.wordCount() && !savesPendingBits(); i++)
        {
            book.acted += Long.bitCount(function.owedPending.word(i) & ~function.pending.word(i));
        }
        for (int vector = 0; vector < function.vectors; vector++)
        {
            check(function, vector);
        }
    }

    /** Returns the message of a vector that leaves next. */
    FunctionQueries.Message next(final MsixFunction function, final int vector)
    {
        return new FunctionQueries.Message(address(function, vector), data(function, vector));
    }

    /** Returns the address of the message that leaves next. */
    private long address(final MsixFunction function, final int vector)
    {
        return latches() && function.latched.isSet(vector) ? function.latchedAddress(vector) :
            function.address(vector);
    }

    /** Returns the data of the message that leaves next. */
    private int data(final MsixFunction function, final int vector)
    {
        return latches() && function.latched.isSet(vector) ? function.latchedData(vector) : function.data(vector);
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

    private void signal(final MsixFunction function, final int vector)
    {
        if (function.owedInEventfd.isSet(vector))
        {
            function.outcomes.coalescedAtEventfd++;
            book.merged++;
        }
        function.owedInEventfd.set(vector);
        function.signalled.set(vector);
        if (function.isOpen(vector))
        {
            release(function, vector);
            return;
        }
        final boolean isMasked = function.isMasked || function.masked.isSet(vector);
        if ((monitor == Monitor.DROP_ROUTE && isMasked) ||
            (monitor == Monitor.CONSUME_UNROUTED && !function.routed.isSet(vector)))
        {
            function.signalled.clear(vector);
            book.acted++;
        }
        check(function, vector);
    }

    private void owePending(final MsixFunction function, final int vector)
    {
        if (function.owedPending.isSet(vector))
        {
            coalesceAtMask(function);
        }
        function.owedPending.set(vector);
    }

    private void coalesceAtMask(final MsixFunction function)
    {
        function.outcomes.coalescedAtMask++;
        book.merged++;
    }

    private void send(final MsixFunction function, final int vector)
    {
        if (latches() && !function.latched.isSet(vector))
        {
            function.latch(vector);
        }
        final long address = address(function, vector);
        final int data = data(function, vector);
        if (address != function.address(vector) || data != function.data(vector))
        {
            book.acted++;                                                       // only a monitor that latches
            book.misdirects(
                name(function, vector), " was sent with a message that it does not have any more");
        }
        final int place = port.placeOf(address);
        if (place != MessagePort.NOWHERE && port.send(place, function.deviceId, data))
        {
            book.sent++;
        }
        else
        {
            function.outcomes.unreachable++;
        }
    }
}
