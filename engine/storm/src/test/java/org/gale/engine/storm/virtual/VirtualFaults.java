package org.gale.engine.storm.virtual;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Function;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.flow.DueEvents;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.run.RunOptions;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.VirtualSettings;

/** Faults of guests, hosts and devices in virtual time: they lie beside the machine, whose books stay in balance. */
public enum VirtualFaults
{
    /** An event that a source sent is swallowed once. */
    SWALLOWED("take"),
    /** A driver does no more for its device: no request, packet or tick is taken. */
    FORGOTTEN("handled|prolongedNs"),
    /** The completions of one queue of a device are lost. */
    LOST_COMPLETION("handled|prolongedNs"),
    /** A host is deaf for the doorbell of one vCPU from some time on. */
    DEAF("isWoken"),
    /** A handler deactivates another LPI than its own, once. */
    STRAY("end"),
    /** A guest never takes the signal of one vCPU from some time on. */
    DEAF_GUEST("acknowledge");

    private final String methods;

    VirtualFaults(final String methods)
    {
        this.methods = methods;
    }

    /**
     * Runs a storm with the fault.
     *
     * @param from number of the call from which on the fault acts
     */
    public StormResult run(final RunOptions options, final Machine machine, final FrameLog log, final long from)
    {
        return run(options, machine, log, VirtualSettings.costs(options.measurement().settings()), from);
    }

    StormResult run(final RunOptions options, final Machine machine, final FrameLog log, final CostModel costs,
        final long from)
    {
        return new VirtualRun(options, machine, log, costs, seams(from)).run();
    }

    private RunSeams seams(final long from)
    {
        return new RunSeams(sources -> broken(DueEvents.class, sources, from),
            port -> broken(GuestPort.class, port, from), books -> { });
    }

    private <T> T broken(final Class<T> type, final T sound, final long from)
    {
        final Calls calls = new Calls(sound, from);

        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{ type }, calls));
    }

    /**
     * Wraps a part, of which one method is watched.
     *
     * @param answer takes the arguments, and gives another result than the part's; null for the part's own
     */
    static <T> T watched(
        final Class<T> type, final T sound, final String name, final Function<Object[], Object> answer)
    {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{ type }, (proxy, called, given) ->
        {
            final Object other = called.getName().equals(name) ? answer.apply(given) : null;

            return other == null ? call(sound, called, given) : other;
        }));
    }

    private static Object call(final Object sound, final Method called, final Object[] given) throws Throwable
    {
        try
        {
            return called.invoke(sound, given);
        }
        catch (final InvocationTargetException ex)
        {
            throw ex.getCause();
        }
    }

    /** Calls of one part, of which some are broken. */
    private final class Calls implements InvocationHandler
    {
        private final Object sound;
        private final long from;
        private long count;
        private Object first;

        Calls(final Object sound, final long from)
        {
            this.sound = sound;
            this.from = from;
        }

        @Override
        public Object invoke(final Object proxy, final Method called, final Object[] given) throws Throwable
        {
            final boolean isDue = called.getName().matches(methods) && ++count >= from;

            return isDue ? brokenCall(called, given) : call(called, given);
        }

        private Object brokenCall(final Method called, final Object[] given) throws Throwable
        {
            switch (VirtualFaults.this)
            {
                case SWALLOWED:
                    final Object word = call(called, given);
                    final boolean isLost = first == null && !word.equals(DueEvents.NOTHING);
                    first = isLost ? word : first;
                    return isLost ? (Object)DueEvents.NOTHING : word;
                case FORGOTTEN:
                    first = first == null ? given[0] : first;
                    return !first.equals(given[0]) ? call(called, given) :
                        called.getReturnType() == void.class ? null : (Object)0L;
                case LOST_COMPLETION:
                    final List<Object> queue = List.of(given[0], given[1]);
                    first = first == null ? queue : first;
                    return !first.equals(queue) ? call(called, given) :
                        called.getReturnType() == void.class ? null : (Object)0L;
                case DEAF_GUEST:
                    first = first == null ? given[0] : first;
                    return first.equals(given[0]) ? (Object)GuestPort.NONE : call(called, given);
                case DEAF:
                    first = first == null ? given[0] : first;
                    return first.equals(given[0]) ? (Object)false : call(called, given);
                case STRAY:
                    final int lpi = (int)given[1];
                    final Object[] stray = { given[0], first == null ? lpi ^ 1 : lpi };
                    first = true;
                    return call(called, stray);
                default:
                    throw new IllegalStateException(VirtualFaults.this.name());
            }
        }

        private Object call(final Method called, final Object[] given) throws Throwable
        {
            return VirtualFaults.call(sound, called, given);
        }
    }
}
