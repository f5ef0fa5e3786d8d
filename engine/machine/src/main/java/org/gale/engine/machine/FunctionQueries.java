package org.gale.engine.machine;

/** Queries of functions with MSI-X vectors and of eventfds, for views. Owned by the machine's thread. */
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
     * Returns the first eventfd from a number on.
     *
     * @return its number, at least {@code fromNumber}, or −1
     */
    int nextEventfd(int fromNumber);

    /** Returns an eventfd, or null; every number is valid. */
    EventfdState eventfd(long number);

    /**
     * Function as its frame shows it.
     *
     * @param held number of vectors that hold an event
     */
    record Function(int deviceId, long bar, int vectors, boolean isEnabled, boolean isMasked, int held)
    {
    }

    /**
     * Vector: its message, mask and pending bit, and its eventfd.
     *
     * @param isCarried   true if an eventfd carries the vector
     * @param isSignalled true if that eventfd is above 0
     * @param isOwed      true if an event was triggered that has neither left, been withdrawn nor booked as lost
     */
    record Vector(long address, int data, boolean isMasked, boolean isPending, boolean isCarried, boolean isSignalled,
        boolean isRouted, boolean isOwed)
    {
        /** Returns whether an event is held, in the eventfd or as the pending bit. */
        public boolean isHeld()
        {
            return isPending || isSignalled;
        }

        /** Returns whether the vector would hold an event: MSI-X is off, a mask is set, or its eventfd has no route. */
        public boolean isShut(final Function function)
        {
            return !function.isEnabled() || function.isMasked() || isMasked || (isCarried && !isRouted);
        }
    }

    /**
     * Eventfd, which carries a vector or a level pin.
     *
     * @param number      of the eventfd
     * @param deviceId    function of the vector; 0 for a level pin
     * @param vector      vector of that function; 0 for a level pin
     * @param isSignalled true if the eventfd is above 0
     * @param isRouted    true if the eventfd has a route
     * @param isOwed      true if an event came that has not left, nor become a pending bit, nor been withdrawn
     * @param pin         null for a vector
     */
    record EventfdState(int number, int deviceId, int vector, boolean isSignalled, boolean isRouted, boolean isOwed,
        PinState pin)
    {
    }

    /**
     * Level pin of an eventfd.
     *
     * @param spi      ID of its SPI
     * @param isTaken  true if the monitor has taken the eventfd and holds the level
     * @param isHigh   true if the line of the device is high
     * @param isRaised true if the wire of the SPI is high
     */
    record PinState(int spi, boolean isTaken, boolean isHigh, boolean isRaised)
    {
    }
}
