package org.gale.engine.host;

/** Sign of life of the thread that made this object. Immutable. */
public final class CallingThread
{
    private final Thread thread = Thread.currentThread();

    /** Returns the name of the thread. From any thread. */
    public String name()
    {
        return thread.getName();
    }

    /** Returns whether the thread has not ended. From any thread. */
    public boolean isAlive()
    {
        return thread.isAlive();
    }
}
