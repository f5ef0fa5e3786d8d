package org.gale.engine.function;

import java.util.HashMap;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.command.Commands;
import org.gale.engine.command.IrqfdVerb;
import org.gale.engine.command.MsixVerb;
import org.gale.ringbuf.CommandWord;

/**
 * Plain model of functions behind a monitor with one mistake, which counts from commands alone how often the mistake
 * acts. Shares no code with the machine but the layout of words.
 */
final class PlainMonitor
{
    private static final int PENDING_BITS = 0x8000;
    private static final int FRAME = 0x1_0000;
    private static final int WORD = 64;

    private final String mistake;
    private final Map<Long, Function> functions = new HashMap<>();
    private final Map<Long, Vector> eventfds = new HashMap<>();
    private final long[] image = new long[8192];
    private long acted;

    PlainMonitor(final String mistake)
    {
        this.mistake = mistake;
    }

    private static final class Function
    {
        private final long base;
        private final Vector[] vectors;
        private boolean isEnabled;
        private boolean isMasked;

        Function(final long base, final int count)
        {
            this.base = base;
            this.vectors = new Vector[count];
            for (int i = 0; i < count; i++)
            {
                vectors[i] = new Vector(this);
            }
        }
    }

    private static final class Vector
    {
        private final Function of;
        private long address;
        private long data;
        private String first;
        private boolean isMasked = true;
        private boolean isCarried;
        private boolean isRouted;
        private boolean isSignalled;
        private boolean isPending;

        Vector(final Function of)
        {
            this.of = of;
        }

        boolean isOpen()
        {
            return of.isEnabled && !of.isMasked && !isMasked && (!isCarried || isRouted);
        }

        String message()
        {
            return address + " " + data;
        }
    }

    long acted()
    {
        return acted;
    }

    /** Follows the commands of a frame. */
    void follow(final DirectBuffer frame, final int offset, final int endOffset)
    {
        final CommandCursor cursor = new CommandCursor().wrap(frame, offset, endOffset);
        while (cursor.next())
        {
            final long word = cursor.word();
            switch (cursor.opcode())
            {
                case CommandWord.TRIGGER -> trigger(functions.get((long)Commands.msiDeviceId(word))
                    .vectors[Commands.vector(word)]);
                case CommandWord.STORE -> store(frame.getLong(cursor.offset() + 8), Commands.sizeBytes(word),
                    frame.getLong(cursor.offset() + 16));
                case CommandWord.LOAD -> load(frame.getLong(cursor.offset() + 8));
                case CommandWord.HOST -> host(frame, cursor.offset(), word);
                default ->
                {
                }
            }
        }
    }

    private void host(final DirectBuffer frame, final int at, final long word)
    {
        final MsixVerb msix = MsixVerb.of(word);
        final IrqfdVerb irqfd = IrqfdVerb.of(word);
        final long number = frame.getLong(at + 8);
        if (msix == MsixVerb.CREATE)
        {
            functions.put(number, new Function(frame.getLong(at + 24), (int)frame.getLong(at + 16)));
        }
        else if (msix == MsixVerb.CONTROL)
        {
            control(functions.get(number), frame.getLong(at + 16), frame.getLong(at + 24));
        }
        else if (msix == MsixVerb.RESTORE_DATA)
        {
            for (int i = 0; i < CommandWord.length(word) - 2; i++)
            {
                image[(int)number + i] = frame.getLong(at + 16 + 8 * i);
            }
        }
        else if (msix == MsixVerb.RESTORE)
        {
            restore(functions.get(number));
        }
        else if (irqfd == IrqfdVerb.ADD)
        {
            final Vector vector = functions.get(frame.getLong(at + 16)).vectors[(int)frame.getLong(at + 24)];
            vector.isCarried = true;
            eventfds.put(number, vector);
        }
        else if (irqfd != null && eventfds.containsKey(number))
        {
            verb(irqfd, eventfds.get(number));
        }
    }

    private void verb(final IrqfdVerb verb, final Vector vector)
    {
        switch (verb)
        {
            case ROUTE ->
            {
                vector.isRouted = true;
                opened(vector);
            }
            case DROP -> vector.isRouted = false;
            case CONSUME -> consume(vector);
            case SIGNAL -> trigger(vector);
            default -> throw new IllegalStateException(verb.name());
        }
    }

    private void control(final Function function, final long enable, final long mask)
    {
        function.isEnabled = enable == 2 ? function.isEnabled : enable == 1;
        function.isMasked = mask == 2 ? function.isMasked : mask == 1;
        for (final Vector vector : function.vectors)
        {
            opened(vector);
        }
    }

    private void restore(final Function function)
    {
        final int count = function.vectors.length;
        final int words = (count + WORD - 1) / WORD;
        function.isEnabled = (image[0] >>> 32 & 1) != 0;
        function.isMasked = (image[0] >>> 33 & 1) != 0;
        for (int i = 0; i < count; i++)
        {
            final Vector vector = function.vectors[i];
            vector.address = image[1 + 2 * i];
            vector.data = image[2 + 2 * i];
            vector.isMasked = bit(1 + 2 * count, i);
            vector.isPending = bit(1 + 2 * count + words, i);
            vector.isSignalled = false;
            vector.first = null;
        }
        for (final Vector vector : function.vectors)
        {
            opened(vector);
        }
    }

    private boolean bit(final int from, final int vector)
    {
        return (image[from + vector / WORD] >>> vector % WORD & 1) != 0;
    }

    private void store(final long address, final int sizeBytes, final long value)
    {
        for (final Function function : functions.values())
        {
            final long offset = address - function.base;
            if (offset >= 0 && offset < 16L * function.vectors.length)
            {
                store(function.vectors[(int)(offset / 16)], (int)(offset % 16), sizeBytes, value);
            }
        }
    }

    private void store(final Vector vector, final int field, final int sizeBytes, final long value)
    {
        switch (field)
        {
            case 0 -> vector.address = sizeBytes == 8 ? value : vector.address >>> 32 << 32 | (value & 0xffff_ffffL);
            case 4 -> vector.address = value << 32 | (vector.address & 0xffff_ffffL);
            case 8 -> vector.data = value & 0xffff_ffffL;
            default ->
            {
            }
        }
        if (field == 12 || (field == 8 && sizeBytes == 8))
        {
            vector.isMasked = (field == 12 ? value : value >>> 32) % 2 != 0;
            opened(vector);
        }
    }

    private void load(final long address)
    {
        for (final Function function : functions.values())
        {
            final long offset = address - function.base - PENDING_BITS;
            for (long i = offset * 8; mistake.equals("pba-zero") && address < function.base + FRAME && offset >= 0 &&
                i < Math.min(offset * 8 + WORD, function.vectors.length); i++)
            {
                final Vector vector = function.vectors[(int)i];
                acted += vector.isPending || vector.isSignalled ? 1 : 0;
            }
        }
    }

    private void trigger(final Vector vector)
    {
        if (!vector.of.isEnabled)
        {
            return;
        }
        if (vector.isOpen())
        {
            send(vector);
        }
        else if (!vector.isCarried)
        {
            vector.isPending = true;
        }
        else
        {
            final boolean isMasked = vector.isMasked || vector.of.isMasked;
            final boolean isDropped = (mistake.equals("drop-route") && isMasked) ||
                (mistake.equals("consume-unrouted") && !vector.isRouted);
            acted += isDropped ? 1 : 0;
            vector.isSignalled = !isDropped;
        }
    }

    private void consume(final Vector vector)
    {
        if (!vector.isSignalled)
        {
            return;
        }
        vector.isSignalled = false;
        if (mistake.equals("consume-masked") && (vector.isMasked || vector.of.isMasked))
        {
            acted += vector.isPending ? 0 : 1;
        }
        else
        {
            vector.isPending = true;
        }
    }

    /** Lets what is held leave, if it may. */
    private void opened(final Vector vector)
    {
        if (vector.isOpen())
        {
            vector.first = vector.first == null ? vector.message() : vector.first;
            if (vector.isPending || vector.isSignalled)
            {
                send(vector);
            }
            vector.isPending = false;
            vector.isSignalled = false;
        }
    }

    private void send(final Vector vector)
    {
        vector.first = vector.first == null ? vector.message() : vector.first;
        acted += mistake.equals("stale-message") && !vector.first.equals(vector.message()) ? 1 : 0;
    }
}
