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
     * Returns the eventfd that carries a vector.
     *
     * @return its number, or −1 if there is none
     */
    int eventfdOf(int deviceId, int vector);

    /**
     * Returns the place that takes messages at an address.
     *
     * @return as {@link MessagePort#placeOf} does
     */
    int placeOf(long address);

    /**
     * Returns the address and data of the message of a vector that leaves next, which may be older than those that the
     * vector has.
     */
    Message next(int deviceId, int vector);

    /** Message of a vector. */
    record Message(long address, int data)
    {
    }

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
