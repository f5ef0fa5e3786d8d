package org.gale.engine.function;

import org.gale.engine.config.Monitor;
import org.gale.engine.machine.FunctionQueries;
import org.gale.engine.machine.MessagePort;

/**
 * Monitor of Gale between devices and the ITS. While a vector is masked, or its eventfd has no route, an event stays in
 * the eventfd, or is taken and becomes the pending bit. Once a message may leave, what is held leaves as one message,
 * with the address and data that the vector has then (M-MSIXLIVE). A machine may have a monitor with one
 * {@link Monitor} mistake. Owned by the machine's thread.
 */
final class MonitorModel extends MonitorSlot
{
    private final Monitor monitor;

    MonitorModel(final Monitor monitor, final MessagePort port, final EventBook book)
    {
        super(port, book);
        this.monitor = monitor;
    }

    @Override
    boolean latches()
    {
        return monitor == Monitor.STALE_MESSAGE;
    }

    @Override
    long pendingBits(final MsixFunction function, final int index)
    {
        return monitor == Monitor.PBA_ZERO ? 0 : super.pendingBits(function, index);
    }

    @Override
    void wasRead(final long bits)
    {
        book.acted += monitor == Monitor.PBA_ZERO ? Long.bitCount(bits) : 0;
    }

    @Override
    long[] image(final MsixFunction function)
    {
        return FunctionImage.of(function, savesPendingBits());
    }

    private boolean savesPendingBits()
    {
        return monitor != Monitor.PBA_UNSAVED;
    }

    @Override
    boolean samples(final LevelPin pin)
    {
        final boolean isMissed = monitor == Monitor.LEVEL_EARLY;
        book.acted += isMissed ? 1 : 0;

        return !isMissed;
    }

    @Override
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

    @Override
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

    @Override
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

    /** {@inheritDoc} Counts what a monitor that saves no pending bits has lost. */
    @Override
    void restored(final MsixFunction function)
    {
        for (int i = 0; i < function.pending.wordCount() && !savesPendingBits(); i++)
        {
            book.acted += Long.bitCount(function.owedPending.word(i) & ~function.pending.word(i));
        }
        super.restored(function);
    }

    @Override
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
