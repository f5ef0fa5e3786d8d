package org.gale.engine.function;

import java.util.Arrays;
import org.agrona.collections.LongArrayList;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.IrqfdVerb;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.config.Monitor;
import org.gale.engine.machine.HostVerbs;
import org.gale.engine.machine.MessagePort;
import org.gale.engine.machine.Outputs;
import org.gale.tables.memory.StateStream;

/**
 * Function with two vectors, each behind an eventfd, in front of interrupts that have a pending bit and a target. It
 * keeps beside the model which events have to arrive: one for all triggers of a vector since its last message.
 */
final class ExploredFunction implements MessagePort
{
    static final int VECTORS = 2;
    static final int FUNCTION = 5;
    static final long ADDRESS = 0x0811_0000L;

    private static final int ENTRIES = 3;
    private static final int BAR = 0x1000_0000;
    private static final int CONTROL = 12;
    private static final int DATA = 8;

    private final UnsafeBuffer words = new UnsafeBuffer(new byte[64]);
    private final Outputs outputs;
    private final EventBook book = new EventBook();
    private final MonitorModel monitor;
    private final Functions functions;
    private final FunctionFrame frame;
    private final HostVerbs msix;
    private final HostVerbs irqfd;
    private final boolean[] wanted = new boolean[VECTORS];
    private final boolean[] savedWanted = new boolean[VECTORS];
    private final int[] entries = new int[ENTRIES];
    private String image = "";
    private String wrong;

    /** Actions of devices, guests and hosts. Those of two vectors are named for each. */
    enum Action
    {
        TRIGGER_0, TRIGGER_1, MASK_0, MASK_1, UNMASK_0, UNMASK_1, MASK_FUNCTION, UNMASK_FUNCTION, CHANGE_MESSAGE_0,
        ADD_ROUTE_0, ADD_ROUTE_1, DROP_ROUTE_0, DROP_ROUTE_1, CONSUME_0, CONSUME_1, SAVE, RESTORE, MIGRATE, CLEAR,
        READ_PBA, MOVE_TARGET, ACKNOWLEDGE
    }

    ExploredFunction(final Monitor kind, final Outputs outputs)
    {
        this.outputs = outputs;
        monitor = new MonitorModel(kind, this, book);
        final PinModel pins = new PinModel(monitor, this, book);
        functions = new Functions(monitor, pins, book, this);
        frame = new FunctionFrame(monitor, book);
        msix = new MsixHostVerbs(functions, monitor);
        irqfd = new IrqfdHostVerbs(functions, monitor, pins);
    }

    /** Begins as a driver leaves a function: enabled, all vectors masked, with messages of their own, no route. */
    void begin()
    {
        msix(MsixVerb.CREATE, FUNCTION, VECTORS, BAR);
        msix(MsixVerb.CONTROL, FUNCTION, 1, 0);
        for (int vector = 0; vector < VECTORS; vector++)
        {
            store(vector * 16, 8, ADDRESS);
            store(vector * 16 + DATA, 4, vector);
            irqfd(IrqfdVerb.ADD, vector, FUNCTION, vector);
        }
    }

    void act(final Action action)
    {
        final int vector = action.name().endsWith("1") ? 1 : 0;
        switch (action)
        {
            case TRIGGER_0, TRIGGER_1 ->
            {
                wanted[vector] = true;
                monitor.trigger(function(), vector);
            }
            case MASK_0, MASK_1 -> store(vector * 16 + CONTROL, 4, 1);
            case UNMASK_0, UNMASK_1 -> store(vector * 16 + CONTROL, 4, 0);
            case MASK_FUNCTION -> msix(MsixVerb.CONTROL, FUNCTION, MsixVerb.UNCHANGED, 1);
            case UNMASK_FUNCTION -> msix(MsixVerb.CONTROL, FUNCTION, MsixVerb.UNCHANGED, 0);
            case CHANGE_MESSAGE_0 -> store(DATA, 4, function().data(0) ^ 2);
            case ADD_ROUTE_0, ADD_ROUTE_1 -> irqfd(IrqfdVerb.ROUTE, vector);
            case DROP_ROUTE_0, DROP_ROUTE_1 -> irqfd(IrqfdVerb.DROP, vector);
            case CONSUME_0, CONSUME_1 -> irqfd(IrqfdVerb.CONSUME, vector);
            case SAVE -> save();
            case RESTORE -> restore();
            case MIGRATE ->
            {
                save();
                restore();
            }
            case CLEAR ->
            {
                Arrays.fill(wanted, false);
                msix(MsixVerb.CLEAR, FUNCTION);
            }
            case READ_PBA -> readPendingBits();
            case MOVE_TARGET -> entries[0] ^= 2;
            case ACKNOWLEDGE -> Arrays.setAll(entries, i -> entries[i] & ~1);
            default -> throw new IllegalStateException("no such action: " + action);
        }
    }

    /** Opens all vectors: what is wanted has to arrive. */
    String closed()
    {
        readPendingBits();
        act(Action.UNMASK_FUNCTION);
        for (int vector = 0; vector < VECTORS; vector++)
        {
            irqfd(IrqfdVerb.ROUTE, vector);
            store(vector * 16 + CONTROL, 4, 0);
            wrong = wanted[vector] && wrong == null ? "vector " + vector + " was triggered, and nothing came" : wrong;
        }

        return wrong;
    }

    String wrong()
    {
        return wrong;
    }

    /** Returns what the accounts of the machine found, or null. */
    String broken()
    {
        return functions.broken();
    }

    /** Returns the remainder of the identity in front of the ITS. */
    long remainder()
    {
        return functions.offered() - functions.sent() - functions.held() - functions.coalescedAtEventfd() -
            functions.coalescedAtMask() - functions.notEnabled() - functions.unreachable() -
            functions.withdrawnCleared();
    }

    /** Returns the words of the state without its counts. */
    LongArrayList key()
    {
        final LongArrayList state = new LongArrayList();
        function().state(new Writer(state));
        state.addLong(image.hashCode());
        for (int i = 0; i < VECTORS; i++)
        {
            state.addLong((wanted[i] ? 1 : 0) + (savedWanted[i] ? 2 : 0));
        }
        for (final int entry : entries)
        {
            state.addLong(entry);
        }

        return state;
    }

    /** Returns a copy of the state, for {@link #take}. */
    Snapshot snapshot()
    {
        final LongArrayList state = new LongArrayList();
        functions.state(new Writer(state));

        return new Snapshot(this, state.toLongArray());
    }

    /** Takes over a state, at reset. */
    void take(final Snapshot snapshot)
    {
        functions.state(new Reader(snapshot.state));
        image = snapshot.image;
        System.arraycopy(snapshot.wanted, 0, wanted, 0, VECTORS);
        System.arraycopy(snapshot.savedWanted, 0, savedWanted, 0, VECTORS);
        System.arraycopy(snapshot.entries, 0, entries, 0, ENTRIES);
    }

    /** Copy of a state. */
    static final class Snapshot
    {
        private final long[] state;
        private final String image;
        private final boolean[] wanted;
        private final boolean[] savedWanted;
        private final int[] entries;

        private Snapshot(final ExploredFunction of, final long[] state)
        {
            this.state = state;
            this.image = of.image;
            this.wanted = of.wanted.clone();
            this.savedWanted = of.savedWanted.clone();
            this.entries = of.entries.clone();
        }
    }

    @Override
    public int placeOf(final long address)
    {
        return address == ADDRESS ? 0 : NOWHERE;
    }

    @Override
    public boolean send(final int place, final int deviceId, final int data)
    {
        final int vector = data & 1;
        if (function().isMasked || function().masked.isSet(vector) || !function().routed.isSet(vector))
        {
            wrong = "vector " + vector + " was sent though it is masked or has no route";
        }
        else if (data != function().data(vector))
        {
            wrong = "vector " + vector + " sent a message that it does not have any more";
        }
        else if (!wanted[vector])
        {
            wrong = "vector " + vector + " came once more than it was triggered";
        }
        wanted[vector] = false;
        entries[data] |= 1;

        return true;
    }

    @Override
    public boolean hasSpi(final int id)
    {
        return false;
    }

    @Override
    public void drive(final int spi, final boolean high)
    {
        throw new IllegalStateException("no SPI");
    }

    @Override
    public boolean isFree(final long base, final long bytes)
    {
        return true;
    }

    @Override
    public void changedUnmasked(final long address)
    {
        throw new IllegalStateException("the front end asks for strict");
    }

    private MsixFunction function()
    {
        return functions.find(FUNCTION);
    }

    private void save()
    {
        msix(MsixVerb.SAVE, FUNCTION);
        MsixVerb.IMAGE.encode(words, 0);
        image = msix.query(words, 0);
        System.arraycopy(wanted, 0, savedWanted, 0, VECTORS);
    }

    private void restore()
    {
        if (image.isEmpty())
        {
            return;
        }
        final String[] saved = image.split(" ", -1);
        for (int i = 0; i < saved.length; i++)
        {
            msix(MsixVerb.RESTORE_DATA, i, Long.parseUnsignedLong(saved[i], 16));
        }
        System.arraycopy(savedWanted, 0, wanted, 0, VECTORS);
        msix(MsixVerb.RESTORE, FUNCTION, saved.length);
        image = "";
        Arrays.fill(savedWanted, false);
    }

    private void readPendingBits()
    {
        final long bits = frame.read(function(), FunctionFrame.PENDING_BITS, 8);
        frame.checkRead(function(), FunctionFrame.PENDING_BITS, 8, bits);
        final long expected = (wanted[0] ? 1 : 0) | (wanted[1] ? 2 : 0);
        wrong = bits != expected && wrong == null ? "the pending bits are " + bits + " and not " + expected : wrong;
    }

    private void store(final int offset, final int sizeBytes, final long value)
    {
        frame.write(function(), offset, sizeBytes, value);
    }

    private void msix(final MsixVerb verb, final long... operands)
    {
        verb.encode(words, 0, operands);
        execute(msix);
    }

    private void irqfd(final IrqfdVerb verb, final long... operands)
    {
        verb.encode(words, 0, operands);
        execute(irqfd);
    }

    private void execute(final HostVerbs verbs)
    {
        final String refusal = verbs.refusal(words, 0);
        if (refusal != null)
        {
            throw new IllegalStateException(refusal);
        }
        outputs.clear();
        verbs.execute(words, 0, outputs);
    }

    /** Stream that appends words. */
    private record Writer(LongArrayList to) implements StateStream
    {
        @Override
        public long word(final long word)
        {
            to.addLong(word);

            return word;
        }

        @Override
        public boolean isRestoring()
        {
            return false;
        }
    }

    /** Stream that restores words. */
    private static final class Reader implements StateStream
    {
        private final long[] from;
        private int at;

        Reader(final long[] from)
        {
            this.from = from;
        }

        @Override
        public long word(final long word)
        {
            return from[at++];
        }

        @Override
        public boolean isRestoring()
        {
            return true;
        }
    }
}
