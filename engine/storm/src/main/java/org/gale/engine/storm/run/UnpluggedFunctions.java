package org.gale.engine.storm.run;

/** Functions of a storm that were unplugged, as its commands have them. Owned by the thread of the machine. */
final class UnpluggedFunctions
{
    private long count;
    private long withdrawn;

    /** Adds a function, with the events that it held. */
    void add(final long held)
    {
        count++;
        withdrawn += held;
    }

    long count()
    {
        return count;
    }

    /** Returns the events that the functions held. */
    long withdrawn()
    {
        return withdrawn;
    }
}
