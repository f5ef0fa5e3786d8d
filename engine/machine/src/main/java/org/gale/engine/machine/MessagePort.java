package org.gale.engine.machine;

/**
 * Port through which functions in front of the ITS act on a machine: messages to its frames and wires of SPIs. Owned by
 * the machine's thread.
 */
public interface MessagePort
{
    /** Place of an address that no frame takes messages at. */
    int NOWHERE = -1;
    /** Limit of the numbers of ITSs as places; places from here on are no ITSs. */
    int ITS_LIMIT = 16;

    /**
     * Returns the place that takes messages at an address.
     *
     * @return number of an ITS, or a place from {@link #ITS_LIMIT} on; {@link #NOWHERE} if there is none
     */
    int placeOf(long address);

    /**
     * Sends a message.
     *
     * @param place    that takes it
     * @param deviceId of the function
     * @param data     of the message
     * @return false if the place accounts for nothing, because no interrupt can be reached by the message
     */
    boolean send(int place, int deviceId, int data);

    /** Returns whether a level pin can have an SPI. */
    boolean hasSpi(int id);

    /** Drives the wire of an SPI that {@link #hasSpi} has. */
    void drive(int spi, boolean high);

    /** Returns whether neither RAM nor a register frame lies in a range of addresses. */
    boolean isFree(long base, long bytes);

    /** Reports that software has changed the message of a vector that was not masked ({@code strict=1}). */
    void changedUnmasked(long address);
}
