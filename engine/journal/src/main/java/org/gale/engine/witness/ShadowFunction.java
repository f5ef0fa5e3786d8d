package org.gale.engine.witness;

import java.util.Arrays;
import org.gale.engine.machine.FunctionQueries;

/**
 * Shadow of a function: what software wrote into its table, and a bit for each place where an event of a vector waits.
 * Owned by the thread that owns the machine.
 */
final class ShadowFunction
{
    final int deviceId;
    final long base;
    final long[] addresses;
    final int[] data;
    boolean isEnabled;
    boolean isMasked;
    private final byte[] vectors;

    /** Mask bit of the entry. */
    static final int MASKED = 1;
    /** An eventfd carries the vector. */
    static final int CARRIED = 2;
    /** The eventfd has a route. */
    static final int ROUTED = 4;
    /** An event waits in the eventfd. */
    static final int SIGNALLED = 8;
    /** An event waits as the pending bit. */
    static final int PENDING = 16;
    /** Either. */
    static final int HELD = SIGNALLED | PENDING;

    /** Makes the shadow of a function at reset. */
    ShadowFunction(final int deviceId, final long base, final int count)
    {
        this.deviceId = deviceId;
        this.base = base;
        this.addresses = new long[count];
        this.data = new int[count];
        this.vectors = new byte[count];
        Arrays.fill(vectors, (byte)MASKED);
    }

    int count()
    {
        return vectors.length;
    }

    /** Returns whether any of some bits of a vector is set. */
    boolean is(final int vector, final int bits)
    {
        return (vectors[vector] & bits) != 0;
    }

    void set(final int vector, final int bits, final boolean isSet)
    {
        vectors[vector] = (byte)(isSet ? vectors[vector] | bits : vectors[vector] & ~bits);
    }

    /** Takes over what the machine has of a vector. */
    void adopt(final int vector, final FunctionQueries.Vector known)
    {
        addresses[vector] = known.address();
        data[vector] = known.data();
        set(vector, MASKED, known.isMasked());
        set(vector, CARRIED, known.isCarried());
        set(vector, ROUTED, known.isRouted());
        set(vector, SIGNALLED, known.isSignalled());
        set(vector, PENDING, known.isPending());
    }

    /** Returns whether a message of a vector may leave. */
    boolean isOpen(final int vector)
    {
        return isEnabled && !isMasked && !is(vector, MASKED) && (!is(vector, CARRIED) || is(vector, ROUTED));
    }

    /** Notes that nothing waits any more. */
    void clear()
    {
        for (int vector = 0; vector < vectors.length; vector++)
        {
            set(vector, HELD, false);
        }
    }

    /** Notes a reset: nothing waits, the table is 0, and every vector is masked. Eventfds stay. */
    void reset()
    {
        clear();
        Arrays.fill(addresses, 0);
        Arrays.fill(data, 0);
        isEnabled = false;
        isMasked = false;
        for (int vector = 0; vector < vectors.length; vector++)
        {
            set(vector, MASKED, true);
        }
    }
}
