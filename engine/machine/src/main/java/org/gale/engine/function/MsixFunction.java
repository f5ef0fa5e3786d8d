package org.gale.engine.function;

import java.util.Arrays;
import org.gale.engine.machine.DigestStream;
import org.gale.tables.memory.Mix;
import org.gale.tables.memory.StatePart;
import org.gale.tables.memory.StateStream;

/**
 * Function with MSI-X vectors: its table, its mask and pending bits, and what the monitor knows of each vector. In
 * front of its model lie the owed bits, which follow from what was asked and what left alone.
 * <pre>
 *   trigger --- eventfd --- taken --- pending bit --- message
 *                owed: in the eventfd | owed: pending
 * </pre>
 * Owned by the machine's thread.
 */
final class MsixFunction implements StatePart
{
    private static final long HELD_BACK = 2;

    final int deviceId;
    final int vectors;
    final long base;
    /** Mask bits of the entries. */
    final VectorBits masked;
    /** Pending bits. */
    final VectorBits pending;
    /** Vectors whose eventfd is above 0. */
    final VectorBits signalled;
    /** Vectors that an eventfd carries. */
    final VectorBits carried;
    /** Vectors whose eventfd has a route. */
    final VectorBits routed;
    final VectorBits owedInEventfd;
    final VectorBits owedPending;
    /** Vectors whose first message could leave, and their messages then; for a monitor that keeps them. */
    final VectorBits latched;
    /** Counts of events that left no message, passed through a stream beside the function. */
    final Outcomes outcomes;
    boolean isEnabled;
    boolean isMasked;
    /** Whether messages are held back, as the VM of the function migrates. */
    boolean isHeldBack;
    private final ReadyVectors ready;
    /** Index of the message of vector 0 among those that are ready. */
    private final int readyIndex;
    private final long[] addresses;
    private final long[] data;
    private final long[] latchedAddresses;
    private final long[] latchedData;
    private boolean isTableDigested;
    private long tableDigest;

    /**
     * Makes a function at reset: every vector is masked.
     *
     * @param ready    of all functions, which gets the vectors
     * @param latches  true for a monitor that keeps the first message of a vector
     * @param outcomes of the function that had this number before, or new ones
     */
    MsixFunction(final int deviceId, final int vectors, final long base, final ReadyVectors ready,
        final boolean latches, final Outcomes outcomes)
    {
        this.outcomes = outcomes;
        this.deviceId = deviceId;
        this.vectors = vectors;
        this.base = base;
        this.masked = new VectorBits(vectors);
        this.pending = new VectorBits(vectors);
        this.signalled = new VectorBits(vectors);
        this.carried = new VectorBits(vectors);
        this.routed = new VectorBits(vectors);
        this.owedInEventfd = new VectorBits(vectors);
        this.owedPending = new VectorBits(vectors);
        this.latched = new VectorBits(vectors);
        this.ready = ready;
        this.readyIndex = ready.add(deviceId, vectors);
        this.addresses = new long[vectors];
        this.data = new long[vectors];
        this.latchedAddresses = new long[latches ? vectors : 0];
        this.latchedData = new long[latches ? vectors : 0];
        masked.setAll();
    }

    /**
     * Returns the reason why there is no such vector, or null.
     *
     * @param function with the vector, or null if there is none with that number
     */
    static String missing(final MsixFunction function, final long deviceId, final long vector)
    {
        return function == null ? "no function " + Long.toUnsignedString(deviceId) :
            vector >= 0 && vector < function.vectors ? null : "no vector " + Long.toUnsignedString(vector) +
            ": function " + deviceId + " has " + function.vectors;
    }

    long address(final int vector)
    {
        return addresses[vector];
    }

    int data(final int vector)
    {
        return (int)data[vector];
    }

    void address(final int vector, final long address)
    {
        addresses[vector] = address;
        isTableDigested = false;
        changed(vector);
    }

    void data(final int vector, final int value)
    {
        data[vector] = Integer.toUnsignedLong(value);
        isTableDigested = false;
        changed(vector);
    }

    long latchedAddress(final int vector)
    {
        return latchedAddresses[vector];
    }

    int latchedData(final int vector)
    {
        return (int)latchedData[vector];
    }

    /** Keeps the message that a vector has now. */
    void latch(final int vector)
    {
        latched.set(vector);
        latchedAddresses[vector] = addresses[vector];
        latchedData[vector] = data[vector];
        isTableDigested = false;
    }

    /** Says that the next message of a vector leaves to an ITS, and that nothing of it is held. */
    void becomesReady(final int vector, final int place)
    {
        ready.set(readyIndex + vector, place, data[vector]);
    }

    /** Says that a vector may not be ready any more. */
    void changed(final int vector)
    {
        ready.clear(readyIndex + vector, 1);
    }

    /** Says that all vectors may not be ready any more. */
    void changed()
    {
        ready.clear(readyIndex, vectors);
    }

    /** Returns the reason why no verb changes the function while its VM migrates, or null. */
    String migrates()                                                           // M-MIG-9
    {
        return isHeldBack ? "the VM of function " + deviceId + " migrates" : null;
    }

    /** Returns whether a message of a vector may leave. */
    boolean isOpen(final int vector)
    {
        return isEnabled && !isMasked && !isHeldBack &&
            !masked.isSet(vector) && (!carried.isSet(vector) || routed.isSet(vector));
    }

    /** Returns whether an event of a vector is held, in its eventfd or as its pending bit. */
    boolean isHeld(final int vector)
    {
        return pending.isSet(vector) || signalled.isSet(vector);
    }

    /** Returns whether what is held of a vector is what is owed. */
    boolean isSound(final int vector)
    {
        return pending.isSet(vector) == owedPending.isSet(vector) &&
            signalled.isSet(vector) == owedInEventfd.isSet(vector);
    }

    /** Returns whether less is held of a vector than is owed. */
    boolean isLost(final int vector)
    {
        return (owedPending.isSet(vector) && !pending.isSet(vector)) ||
            (owedInEventfd.isSet(vector) && !signalled.isSet(vector));
    }

    /** Returns the first vector of which more or less is held than is owed, or −1. */
    int firstUnsound()
    {
        for (int i = 0; i < pending.wordCount(); i++)
        {
            final long differing =
                (pending.word(i) ^ owedPending.word(i)) | (signalled.word(i) ^ owedInEventfd.word(i));
            if (differing != 0)
            {
                return i * Long.SIZE + Long.numberOfTrailingZeros(differing);
            }
        }

        return -1;
    }

    /** Returns the number of events that are owed and not held. */
    int lostCount()
    {
        return differing(owedPending, pending) + differing(owedInEventfd, signalled);
    }

    /** Returns the number of events that are held and not owed. */
    int inventedCount()
    {
        return differing(pending, owedPending) + differing(signalled, owedInEventfd);
    }

    private static int differing(final VectorBits set, final VectorBits clear)
    {
        int count = 0;
        for (int i = 0; i < set.wordCount(); i++)
        {
            count += Long.bitCount(set.word(i) & ~clear.word(i));
        }

        return count;
    }

    /** Clears the table, as a reset does: every vector is masked. */
    void resetTable()
    {
        Arrays.fill(addresses, 0);
        Arrays.fill(data, 0);
        Arrays.fill(latchedAddresses, 0);
        Arrays.fill(latchedData, 0);
        isTableDigested = false;
        changed();
        latched.clearAll();
        masked.setAll();
        isEnabled = false;
        isMasked = false;
    }

    /** Clears what is held and what is owed. */
    void clearHeld()
    {
        pending.clearAll();
        signalled.clearAll();
        owedPending.clearAll();
        owedInEventfd.clearAll();
    }

    @Override
    public void state(final StateStream stream)
    {
        table(stream);
        bits(stream);
        if (stream.isRestoring())
        {
            changed();
            isTableDigested = false;
        }
    }

    @Override
    public long digest()
    {
        if (!isTableDigested)
        {
            tableDigest = Mix.of(Mix.of(Mix.all(1, addresses), Mix.all(1, data)),
                Mix.of(Mix.all(1, latchedAddresses), Mix.all(1, latchedData)));
            isTableDigested = true;
        }
        final DigestStream stream = new DigestStream();
        stream.word(tableDigest);
        bits(stream);

        return stream.value();
    }

    private void table(final StateStream stream)
    {
        stream.words(addresses);
        stream.words(data);
        stream.words(latchedAddresses);
        stream.words(latchedData);
    }

    private void bits(final StateStream stream)
    {
        final long controls =
            stream.bits("controls of a function", (isHeldBack ? HELD_BACK : 0) | (isEnabled ? 1 : 0), HELD_BACK | 1);
        isEnabled = (controls & 1) != 0;
        isHeldBack = (controls & HELD_BACK) != 0;
        isMasked = stream.flag(isMasked);
        stream.part(masked);
        stream.part(pending);
        stream.part(signalled);
        stream.part(carried);
        stream.part(routed);
        stream.part(owedInEventfd);
        stream.part(owedPending);
        stream.part(latched);
    }
}
