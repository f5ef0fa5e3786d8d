package org.gale.engine.storm.flow;

/** Events of one producer in the order in which it offers them, again and again. Immutable. */
public interface EventSource
{
    /** Returns the number of events until the order begins anew. */
    int length();

    /**
     * Returns the command of an event.
     *
     * @param index less than {@link #length}
     * @return an MSI command word whose time is 0
     */
    long word(int index);
}
