package org.gale.engine.storm.run;

/** Functions of a storm that were unplugged, as its commands have them. Owned by the thread of the machine. */
final class UnpluggedFunctions
{
    private long count;
    private long held;
    private int first = DueLpis.NONE;

    /**
     * Adds a function.
     *
     * @param vectors indexes of those that held an event
     */
    void add(final int[] vectors)
    {
        count++;
        first = held == 0 && vectors.length > 0 ? vectors[0] : first;
        held += vectors.length;
    }

    long count()
    {
        return count;
    }

    /** Returns the vectors that held an event as their functions were unplugged. */
    long held()
    {
        return held;
    }

    /** {@return the index of the first of them, or {@link DueLpis#NONE}} */
    int firstHeld()
    {
        return first;
    }
}
