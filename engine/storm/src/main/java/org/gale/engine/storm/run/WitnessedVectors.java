package org.gale.engine.storm.run;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2LongHashMap;
import org.gale.engine.command.Commands;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.machine.FunctionQueries;
import org.gale.ringbuf.CommandWord;

/**
 * Vectors of a storm as its commands have them (M-MSIXLIVE): shadow bits say whether an event of a vector is held.
 * Messages that leave are passed to {@link DueLpis}, which numbers the vectors. No state or class is shared with the
 * model of functions. Owned by the thread of the machine.
 * <pre>
 *   trigger -- open ------------------------------> the LPI is due
 *         `--- masked, no route --> held -- open ----^
 * </pre>
 */
final class WitnessedVectors
{
    private static final int NONE = DueLpis.NONE;
    private static final int FRAME_SHIFT = 16;
    private static final int FRAME_MASK = (1 << FRAME_SHIFT) - 1;
    private static final int ENTRY_SHIFT = 4;
    private static final int DATA = 8;
    private static final int CONTROL = 12;

    private final DueLpis lpis;
    /** Functions by DeviceID: index of the first vector in the upper half, number of vectors in the lower one. */
    private final long[] places;
    private final long[] open;
    private final BitSet masked;
    private final BitSet carried;
    private final BitSet routed;
    private final BitSet signalled;
    private final BitSet pending;
    private final BitSet enabled = new BitSet();                    // by device, as the next one
    private final BitSet maskedFunctions = new BitSet();
    private final BitSet heldBack = new BitSet();
    private final Long2LongHashMap devicesOfFrames = new Long2LongHashMap(NONE);
    private final long[] mergedOfDevice;
    private final SavedVectors saved = new SavedVectors();          // of the function saved last
    private long merged;
    private long notEnabled;
    private long nowhere;
    private long withdrawn;
    private final UnpluggedFunctions unplugged = new UnpluggedFunctions();

    /** @param devices number of those of a storm, which has no functions yet */
    WitnessedVectors(final DueLpis lpis, final int devices)
    {
        final int count = lpis.count();
        this.lpis = lpis;
        this.places = new long[devices];
        this.open = new long[(count + Long.SIZE - 1) / Long.SIZE];
        this.masked = new BitSet(count);
        this.carried = new BitSet(count);
        this.routed = new BitSet(count);
        this.signalled = new BitSet(count);
        this.pending = new BitSet(count);
        this.mergedOfDevice = new long[devices];
    }

    /** Takes the vectors as a machine has them, whose storm goes on. */
    void takeOver(final FunctionQueries functions)
    {
        for (int i = 0; i < functions.functionCount(); i++)
        {
            final FunctionQueries.Function function = functions.function(functions.deviceIdAt(i));
            if (lpis.isDevice(function.deviceId()))
            {
                takeOver(functions, function);
            }
        }
    }

    private void takeOver(final FunctionQueries functions, final FunctionQueries.Function function)
    {
        final int device = function.deviceId();
        create(device, function.vectors(), function.bar());
        for (int vector = 0; vector < function.vectors(); vector++)
        {
            final FunctionQueries.Vector seen = functions.vector(device, vector);
            final int index = lpis.first(device) + vector;
            takeOver(index, seen);
            carried.set(index, seen.isCarried());
            signalled.set(index, seen.isSignalled());
            pending.set(index, seen.isPending());
        }
        control(device, function.isEnabled(), function.isMasked());
    }

    /** Takes the mask and the route of a vector as a machine has them. */
    void takeOver(final int index, final FunctionQueries.Vector seen)
    {
        masked.set(index, seen.isMasked());
        routed.set(index, seen.isRouted());
    }

    /** Returns the events that met one of their vector which was held. */
    long merged()
    {
        return merged;
    }

    /** Returns the events of a function that met one of their vector which was held. */
    long mergedOf(final int device)
    {
        return mergedOfDevice[device];
    }

    /** Returns the triggers of functions that were not enabled. */
    long notEnabled()
    {
        return notEnabled;
    }

    /** Returns the triggers of vectors that no function has. */
    long nowhere()
    {
        return nowhere;
    }

    /** Returns the events that were held and are withdrawn. */
    long withdrawn()
    {
        return withdrawn;
    }

    /** Returns the functions that were destroyed. */
    UnpluggedFunctions unplugged()
    {
        return unplugged;
    }

    /** Returns the events that are held. */
    long held()
    {
        return (long)signalled.cardinality() + pending.cardinality();
    }

    /** Returns whether an event of a vector is held. */
    boolean isHeld(final int index)
    {
        return signalled.get(index) || pending.get(index);
    }

    /** {@return the index of a vector, or {@link DueLpis#NONE} if no function has it} */
    int index(final int device, final int vector)
    {
        return lpis.isDevice(device) && vector < (int)places[device] ? lpis.first(device) + vector : NONE;
    }

    /** Returns the number of vectors of a function; 0 where there is none. */
    int vectors(final int device)
    {
        return (int)places[device];
    }

    /**
     * Takes a run of triggers.
     *
     * @param from    index of the first word
     * @param command number of the first command
     * @return the index of the first word that is no trigger
     */
    int triggers(final long[] words, final int from, final int end, final long command)
    {
        int at = from;
        while (at < end && CommandWord.opcode(words[at]) == CommandWord.TRIGGER)
        {
            trigger(words[at], command + at - from);
            at++;
        }

        return at;
    }

    /** Takes a trigger. */
    void trigger(final long word, final long command)
    {
        final int device = Commands.msiDeviceId(word);
        final long place = device < places.length ? places[device] : 0;
        if (Commands.vector(word) >= (int)place)
        {
            nowhere++;
            return;
        }
        trigger(device, (int)(place >>> Integer.SIZE) + Commands.vector(word), command);
    }

    private void trigger(final int device, final int index, final long command)
    {
        lpis.triggered(index, command);
        if ((open[index >>> 6] >>> index & 1) != 0)
        {
            lpis.sends(device, index);
        }
        else
        {
            hold(device, index);
        }
    }

    private void hold(final int device, final int index)
    {
        if (!enabled.get(device))
        {
            notEnabled++;
        }
        else
        {
            put(carried.get(index) ? signalled : pending, device, index);
        }
    }

    private void put(final BitSet where, final int device, final int index)
    {
        if (where.get(index))
        {
            merges(device);
        }
        where.set(index);
    }

    private void merges(final int device)
    {
        merged++;
        mergedOfDevice[device]++;
    }

    private boolean maySend(final int device, final int index)
    {
        return enabled.get(device) && !maskedFunctions.get(device) && !masked.get(index) &&
            (!carried.get(index) || routed.get(index));
    }

    /** Opens or closes a vector, and lets an open one send what it holds, as one message. */
    private void settle(final int device, final int index)
    {
        final boolean isOpen = !heldBack.get(device) && maySend(device, index);
        open[index >>> 6] = isOpen ? open[index >>> 6] | 1L << index : open[index >>> 6] & ~(1L << index);
        if (isOpen && isHeld(index))
        {
            leaves(index);
        }
    }

    /** Holds the messages of a function back, or lets them go, as its VM migrates. */
    void hold(final int device, final boolean isHeld)
    {
        heldBack.set(device, isHeld);
        control(device, enabled.get(device), maskedFunctions.get(device));
    }

    /** Adds the vectors of a function that hold an event for no other reason, up to a limit. */
    void heldAlone(final int device, final List<Integer> to, final int limit)
    {
        for (int index = lpis.first(device); index < end(device) && to.size() < limit; index++)
        {
            if (isHeld(index) && maySend(device, index))
            {
                to.add(index);
            }
        }
    }

    /** Takes the event that a vector holds as sent. */
    void leaves(final int index)
    {
        final int device = lpis.deviceOf(index);
        if (signalled.get(index) && pending.get(index))
        {
            merges(device);
        }
        signalled.clear(index);
        pending.clear(index);
        lpis.sends(device, index);
    }

    private int end(final int device)
    {
        return lpis.first(device) + vectors(device);
    }

    /** Takes a store, which may be one to the table of a function. */
    void store(final long address, final int sizeBytes, final long value)
    {
        final int device = (int)devicesOfFrames.get(address >>> FRAME_SHIFT);
        final int field = (int)address & ((1 << ENTRY_SHIFT) - 1);
        final int vector = ((int)address & FRAME_MASK) >>> ENTRY_SHIFT;
        final boolean isWide = sizeBytes == Long.BYTES && field == DATA;
        if (device != NONE && vector < vectors(device) &&
            (isWide || (sizeBytes == Integer.BYTES && field == CONTROL)))
        {
            final int index = lpis.first(device) + vector;
            masked.set(index, ((isWide ? value >>> Integer.SIZE : value) & 1) != 0);
            settle(device, index);
        }
    }

    /** Takes a command of a function. */
    void function(final MsixVerb verb, final DirectBuffer words, final int offset)
    {
        final long number = MsixVerb.operand(words, offset, 0);
        final int device = lpis.isDevice((int)number) && (int)number == number ? (int)number : NONE;
        if (verb.carriesData() || device == NONE)
        {
            return;                                                 // the image is that of the last save
        }
        switch (verb)
        {
            case CREATE -> create(
                device, (int)MsixVerb.operand(words, offset, 1), MsixVerb.operand(words, offset, 2));
            case CONTROL -> control(device, value(MsixVerb.operand(words, offset, 1), enabled.get(device)),
                value(MsixVerb.operand(words, offset, 2), maskedFunctions.get(device)));
            case RESET ->
            {
                clear(device);
                masked.set(lpis.first(device), end(device));
                control(device, false, false);
            }
            case CLEAR -> clear(device);
            case DESTROY -> destroy(device);
            case SAVE -> save(device);
            case RESTORE -> restore(device);
            default -> throw new IllegalStateException("no command of a function: " + verb);
        }
    }

    private static boolean value(final long asked, final boolean before)
    {
        return asked == MsixVerb.UNCHANGED ? before : asked != 0;
    }

    private void create(final int device, final int vectors, final long bar)
    {
        places[device] = (long)lpis.first(device) << Integer.SIZE | vectors;
        devicesOfFrames.put(bar >>> FRAME_SHIFT, device);
        masked.set(lpis.first(device), end(device));
    }

    /** Takes a function away: what it held is withdrawn, and no vector may send. */
    private void destroy(final int device)
    {
        unplugged.add(IntStream.range(lpis.first(device), end(device)).filter(this::isHeld).toArray());
        clear(device);
        control(device, false, false);
        places[device] = 0;
    }

    private void control(final int device, final boolean enable, final boolean mask)
    {
        enabled.set(device, enable);
        maskedFunctions.set(device, mask);
        for (int index = lpis.first(device); index < end(device); index++)
        {
            settle(device, index);
        }
    }

    private void clear(final int device)
    {
        for (int index = lpis.first(device); index < end(device); index++)
        {
            withdraw(index);
        }
    }

    private void withdraw(final int index)
    {
        withdrawn += (signalled.get(index) ? 1 : 0) + (pending.get(index) ? 1 : 0);
        signalled.clear(index);
        pending.clear(index);
    }

    private void save(final int device)
    {
        final int first = lpis.first(device);
        for (int index = first; index < end(device); index++)
        {
            saved.vector(index - first, isHeld(index), masked.get(index));
        }
        saved.function(enabled.get(device), maskedFunctions.get(device));
    }

    /** Restores a function from what was saved last: its events are pending bits, and two of a vector are one. */
    private void restore(final int device)
    {
        final int first = lpis.first(device);
        for (int index = first; index < end(device); index++)
        {
            final boolean isOfImage = saved.isHeld(index - first);
            if (!isOfImage)
            {
                withdraw(index);
            }
            else if (signalled.get(index) && pending.get(index))
            {
                merges(device);
            }
            signalled.clear(index);
            pending.set(index, isOfImage);
            masked.set(index, saved.isMasked(index - first));
        }
        control(device, saved.isEnabled(), saved.isFunctionMasked());
    }

    /** Notes that an eventfd carries a vector. */
    void carry(final int index)
    {
        carried.set(index);
        settle(lpis.deviceOf(index), index);
    }

    /** Makes or drops the route of the eventfd that carries a vector. */
    void route(final int index, final boolean isMade)
    {
        routed.set(index, isMade);
        settle(lpis.deviceOf(index), index);
    }

    /** Takes the event that the eventfd of a vector holds, which becomes the pending bit. */
    void consume(final int index)
    {
        if (signalled.get(index))
        {
            signalled.clear(index);
            put(pending, lpis.deviceOf(index), index);
        }
    }

    /** Takes the eventfd of a vector away; the vector keeps its event, which leaves if it may. */
    void release(final int index)
    {
        consume(index);
        carried.clear(index);
        route(index, false);
    }

    /** Takes an event of the eventfd that carries a vector. */
    void signal(final int index, final long command)
    {
        trigger(lpis.deviceOf(index), index, command);
    }
}
