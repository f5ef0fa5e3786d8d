package org.gale.engine.support;

import java.lang.reflect.InvocationTargetException;

/**
 * Signal of this process, for tests that run alone. The JDK's class is no part of its specification, so it is reached
 * by name. A shell may start a process with the others ignored, which the JVM cannot undo: TERM alone is always there.
 */
public final class ProcessSignal
{
    private static final String SIGNAL = "sun.misc.Signal";
    private static final String HANDLER = "sun.misc.SignalHandler";

    private final Object signal;

    /**
     * Creates a signal.
     *
     * @param name without {@code SIG}, such as {@code TERM}
     */
    public ProcessSignal(final String name) throws ReflectiveOperationException
    {
        signal = Class.forName(SIGNAL).getConstructor(String.class).newInstance(name);
    }

    /** Sends TERM to this process. */
    public static void terminate()
    {
        try
        {
            new ProcessSignal("TERM").raise();
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new IllegalStateException("the JVM raises no TERM", ex);
        }
    }

    /** Sends the signal to this process. Its handler runs on a thread of its own. */
    public void raise() throws ReflectiveOperationException
    {
        Class.forName(SIGNAL).getMethod("raise", Class.forName(SIGNAL)).invoke(null, signal);
    }

    /** Returns what names the handler that the signal has. The JDK may wrap a handler anew each time. */
    public String handler() throws ReflectiveOperationException
    {
        final Object handler = handle(Class.forName(HANDLER).getField("SIG_DFL").get(null));
        handle(handler);
        final String name = handler.toString();

        return name.substring(name.indexOf('<') + 1);
    }

    private Object handle(final Object handler) throws ReflectiveOperationException
    {
        try
        {
            return Class.forName(SIGNAL).getMethod("handle", Class.forName(SIGNAL), Class.forName(HANDLER))
                .invoke(null, signal, handler);
        }
        catch (final InvocationTargetException ex)
        {
            throw new IllegalStateException("the JVM keeps " + signal, ex.getCause());
        }
    }
}
