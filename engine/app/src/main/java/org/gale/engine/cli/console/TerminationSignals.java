package org.gale.engine.cli.console;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Termination by Ctrl-C, SIGTERM or SIGHUP. The first signal ends the current work in good order, the second ends the
 * process at once; further ones change nothing. A signal that is ignored, as below {@code nohup}, stays ignored.
 * Signals arrive on threads of their own.
 *
 * <p>The JDK's signals are no part of its specification, so they are reached by name: without them, a signal ends the
 * process as before.
 */
public final class TerminationSignals implements AutoCloseable
{
    private static final List<String> NAMES = List.of("INT", "TERM", "HUP");
    private static final String SIGNAL = "sun.misc.Signal";
    private static final String HANDLER = "sun.misc.SignalHandler";

    private final AtomicInteger count = new AtomicInteger();
    private final Runnable atOnce;
    private final List<Restore> restores = new ArrayList<>();
    private volatile Runnable first;

    /**
     * @param first  for the first signal: asks the work to end, and returns
     * @param atOnce for the second: ends the process
     */
    public TerminationSignals(final Runnable first, final Runnable atOnce)
    {
        this.first = first;
        this.atOnce = atOnce;
    }

    /** Restoration of the former handler of a signal. */
    @FunctionalInterface
    private interface Restore
    {
        void run() throws ReflectiveOperationException;
    }

    /** Takes the signals over until this is closed; those that this JVM lets us have. */
    public void install()
    {
        final InvocationHandler onSignal = (proxy, method, arguments) ->
        {
            if (method.getName().equals("handle"))
            {
                raise();
                return null;
            }

            return switch (method.getName())
            {
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> proxy == arguments[0];
                default -> "interrupts@" + Integer.toHexString(System.identityHashCode(proxy));
            };
        };
        boolean isOurs = true;
        for (int i = 0; isOurs && i < NAMES.size(); i++)
        {
            isOurs = install(NAMES.get(i), onSignal);
        }
    }

    /** Reacts to a signal that has arrived. */
    public void raise()
    {
        final int number = count.incrementAndGet();
        if (number == 1)
        {
            first.run();
        }
        else if (number == 2)                                   // once: two threads would remove the same files
        {
            atOnce.run();
        }
    }

    /** Returns whether a signal has arrived. Any thread may call it. */
    public boolean isRaised()
    {
        return count.get() > 0;
    }

    @Override
    public void close()
    {
        for (final Restore restore : restores)
        {
            try
            {
                restore.run();
            }
            catch (final ReflectiveOperationException ex)
            {
                throw new IllegalStateException("a signal's handler cannot be put back", ex);
            }
        }
        restores.clear();
    }

    private boolean install(final String name, final InvocationHandler onSignal)
    {
        try
        {
            takeOver(name, onSignal);
            return true;
        }
        catch (final ReflectiveOperationException ex)
        {
            return false;
        }
    }

    private void takeOver(final String name, final InvocationHandler onSignal) throws ReflectiveOperationException
    {
        final Class<?> signalClass = Class.forName(SIGNAL);
        final Class<?> handlerClass = Class.forName(HANDLER);
        final Method handle = signalClass.getMethod("handle", signalClass, handlerClass);
        final Object signal = signalClass.getConstructor(String.class).newInstance(name);
        final Object handler = Proxy.newProxyInstance(
            TerminationSignals.class.getClassLoader(), new Class<?>[]{handlerClass}, onSignal);
        final Object before = handle.invoke(null, signal, handler);             // with -Xrs not: signals are left alone
        if (before.equals(handlerClass.getField("SIG_IGN").get(null)))
        {
            handle.invoke(null, signal, before);
        }
        else
        {
            restores.add(() -> handle.invoke(null, signal, before));
        }
    }
}
