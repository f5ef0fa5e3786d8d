package org.gale.engine.function;

import org.gale.engine.machine.FunctionMigrations;
import org.gale.engine.machine.WordList;

/**
 * Functions whose VM migrates. What a copy takes from a function stays in its bits until the copy is restored, so that
 * an event that comes again merges; then the bits are those of the copy. Owned by the machine's thread.
 * <pre>
 *   0          vectors 31:0, MSI-X enable 32, function mask 33
 *   1          address and data of each vector, two words
 *   then       mask bits, pending bits, counts of eventfds, routes of eventfds, a word for 64 vectors each
 * </pre>
 */
final class MigratedFunctions implements FunctionMigrations
{
    private static final long ENABLED = 1L << 32;
    private static final long MASKED = 1L << 33;
    private static final long POISON = 0x00a5_a5a5_a5a5_a5a5L;

    private final Functions functions;
    private final MonitorSlot monitor;
    private final EventBook book;

    MigratedFunctions(final Functions functions, final MonitorSlot monitor, final EventBook book)
    {
        this.functions = functions;
        this.monitor = monitor;
        this.book = book;
    }

    @Override
    public boolean has(final int deviceId)
    {
        return functions.find(deviceId) != null;
    }

    @Override
    public void hold(final int deviceId)
    {
        final MsixFunction function = functions.find(deviceId);
        function.isHeldBack = true;
        function.changed();
    }

    @Override
    public void letGo(final int deviceId)
    {
        final MsixFunction function = functions.find(deviceId);
        function.isHeldBack = false;
        monitor.releaseAll(function);
    }

    @Override
    public void save(final int deviceId, final WordList image, final WordList drained, final boolean isPending,
        final boolean isCounted)
    {
        final MsixFunction function = functions.find(deviceId);
        image.add(function.vectors | (function.isEnabled ? ENABLED : 0) | (function.isMasked ? MASKED : 0));
        for (int vector = 0; vector < function.vectors; vector++)
        {
            image.add(function.address(vector));
            image.add(Integer.toUnsignedLong(function.data(vector)));
        }
        add(function.masked, image, true);
        add(function.pending, image, isPending);
        add(function.signalled, image, isCounted);
        add(function.routed, image, true);
        add(function.pending, drained, true);
        add(function.signalled, drained, true);
    }

    private static void add(final VectorBits bits, final WordList to, final boolean isKept)
    {
        for (int i = 0; i < bits.wordCount(); i++)
        {
            to.add(isKept ? bits.word(i) : 0);
        }
    }

    @Override
    public int eventfdWords(final int deviceId)
    {
        return 2 * functions.find(deviceId).signalled.wordCount();
    }

    @Override
    public void poison(final int deviceId)
    {
        final MsixFunction function = functions.find(deviceId);
        for (int vector = 0; vector < function.vectors; vector++)
        {
            function.address(vector, POISON);
            function.data(vector, (int)POISON);
        }
        function.masked.setAll();
        function.routed.clearAll();
    }

    @Override
    public int restore(
        final int deviceId, final WordList image, final int at, final WordList drained, final int drainedAt)
    {
        final MsixFunction function = functions.find(deviceId);
        function.isEnabled = (image.word(at) & ENABLED) != 0;
        function.isMasked = (image.word(at) & MASKED) != 0;
        for (int vector = 0; vector < function.vectors; vector++)
        {
            function.address(vector, image.word(at + 1 + 2 * vector));
            function.data(vector, (int)image.word(at + 2 + 2 * vector));
        }
        final int bits = function.pending.wordCount();
        final int first = at + 1 + 2 * function.vectors;
        for (int i = 0; i < bits; i++)
        {
            function.masked.word(i, image.word(first + i));
            function.pending.word(i,
                (function.pending.word(i) & ~drained.word(drainedAt + i)) | image.word(first + bits + i));
            function.signalled.word(i,
                (function.signalled.word(i) & ~drained.word(drainedAt + bits + i)) | image.word(first + 2 * bits + i));
            function.routed.word(i, image.word(first + 3 * bits + i));
        }
        final int lost = function.lostCount();
        monitor.restored(function);

        return lost;
    }

    @Override
    public void heldAlone(final int deviceId, final WordList vectors, final int most)
    {
        final MsixFunction function = functions.find(deviceId);
        function.isHeldBack = false;
        for (int vector = 0; vector < function.vectors && vectors.size() < most; vector++)
        {
            if (function.isHeld(vector) && function.isOpen(vector))
            {
                vectors.add(deviceId);
                vectors.add(vector);
            }
        }
        function.isHeldBack = true;
    }

    @Override
    public int sends(final int deviceId, final int vector)
    {
        final MsixFunction function = functions.find(deviceId);
        if (function.owedPending.isSet(vector) && function.owedInEventfd.isSet(vector))
        {
            monitor.coalesceAtMask(function);
        }
        function.pending.clear(vector);
        function.signalled.clear(vector);
        function.owedPending.clear(vector);
        function.owedInEventfd.clear(vector);
        book.sent++;

        return function.data(vector);
    }
}
