package org.gale.engine.storm.flow;

/** Handlers of the guests of a storm. */
@FunctionalInterface
public interface GuestHandlers
{
    /** Returns whether a handler of an event runs, or will because the event is pending. */
    boolean isToCome(int device, int event);
}
