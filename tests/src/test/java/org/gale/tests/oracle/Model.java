package org.gale.tests.oracle;

import java.util.List;
import java.util.Map;

/** Model of a device, as the page on traffic has it. Times are those of the device's own clock. */
interface Model
{
    /** Returns when the model goes on; {@link Numbers#NEVER} if it waits for its guest. */
    long nextNs();

    /** Goes on, and returns the events that it raises. */
    List<Integer> fire(long nowNs);

    /** Notes that the handler of an event has begun. */
    void acknowledged(long nowNs, int event);

    /** Returns how much longer the handler of an event runs that would end now. */
    default long prolongedNs(final long nowNs, final int event)
    {
        return 0;
    }

    /** Returns whether the line of an event is still high if its handler ends now. */
    default boolean isHighBehind(final int event)
    {
        return false;
    }

    /** Notes that the handler of an event has ended. */
    void handled(long nowNs, int event);

    /** Returns whether the driver of an event lets it not interrupt yet, and polls again by itself. */
    default boolean isPostponed(final int event)
    {
        return false;
    }

    /** Returns how often drivers did so, or have polled by themselves. */
    default long polls(final boolean areOwn)
    {
        return 0;
    }

    /** Has the driver of an event submit nothing from now on, or again all that has waited for that. */
    default void shut(final long nowNs, final int event, final boolean isShut)
    {
        // Most devices have no driver that submits anything.
    }

    /** Returns whether nothing is under way in the queue of an event. */
    default boolean isQuiet(final int event)
    {
        return true;
    }

    /** Returns the requests that had to wait for their queues, or those of them that still wait. */
    default long waited(final boolean areWaiting)
    {
        return 0;
    }

    /** Takes the submissions of the requests that the last handler of an event has completed. */
    default List<Long> takeRequests(final int event)
    {
        return List.of();
    }

    /** Adds what a witness counts beside the device, by the names of its laws. */
    default void witness(final Map<String, Long> counts)
    {
        // Nothing is counted beside most sources.
    }

    /** Returns the pieces of work that were completed. */
    long completions();

    /** Returns for how long the device held work back for a reason, over all interrupts. */
    default long heldNs(final String reason)
    {
        return 0;
    }
}
