package org.gale.engine.storm.monitor;

/** Types of the messages between Gale and the monitor of a user. Numbers are those of {@code gale_monitor.h}. */
enum MonitorType
{
    /** The first message of Gale: version of the protocol. */
    HELLO(1, false, false),
    /** A function is there, with so many vectors, all masked. */
    FUNCTION(2, false, false),
    /** A guest stores to the table of a function. */
    STORE(3, false, true),
    /** A guest enables or masks a function. */
    CONTROL(4, false, false),
    /** An eventfd is added, gets or loses its route, or is taken; a level pin is driven. */
    EVENTFD(5, false, true),
    /** A device triggers a vector. */
    TRIGGER(6, false, true),
    /** A guest reads pending bits. */
    LOAD(7, false, true),
    /** A function is saved or restored. */
    IMAGE(8, true, false),
    /** The monitor sends the message of a vector, or raises a pin. */
    SEND(9, false, true),
    /** The monitor has answered. */
    DONE(10, true, true);

    private final int number;
    private final boolean words;
    private final boolean vector;

    MonitorType(final int number, final boolean words, final boolean vector)
    {
        this.number = number;
        this.words = words;
        this.vector = vector;
    }

    /** Returns the type of a number, or null. */
    static MonitorType byNumber(final int number)
    {
        for (final MonitorType type : values())
        {
            if (type.number == number)
            {
                return type;
            }
        }

        return null;
    }

    int number()
    {
        return number;
    }

    /** Returns whether words follow. */
    boolean hasWords()
    {
        return words;
    }

    /** Returns whether the message is about one vector. */
    boolean isOfVector()
    {
        return vector;
    }
}
