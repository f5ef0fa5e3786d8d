package org.gale.engine.machine;

/** Queries of functions with MSI-X vectors, for views. Owned by the machine's thread. */
public interface FunctionQueries
{
    /** Returns the number of functions. */
    int functionCount();

    /** Returns the DeviceID of a function, in the order of the addresses of their frames. */
    int deviceIdAt(int index);

    /** Returns a function, or null; every number is valid. */
    Function function(long deviceId);

    /** Returns a vector of a function, which has it. */
    Vector vector(int deviceId, int vector);

    /**
     * Function as its frame shows it.
     *
     * @param held number of vectors that hold an event
     */
    record Function(int deviceId, long bar, int vectors, boolean isEnabled, boolean isMasked, int held)
    {
    }

    /** Vector: its message, mask and pending bit, and its eventfd. */
    record Vector(long address, int data, boolean isMasked, boolean isPending, boolean isCarried, boolean isSignalled,
        boolean isRouted)
    {
    }
}
