package org.gale.engine.storm.run;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.UnaryOperator;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.command.KvmPlace;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.machine.HostVerbs;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.flow.ModelFeedback;
import org.gale.engine.storm.flow.SendingGuests;
import org.gale.engine.storm.flow.WireSink;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.ForwardingWorkload;

/** Faults of guests, hosts and devices on the wall clock, in storms whose duty cycles move it: beside the machine. */
enum WallFaults
{
    /** A tick that a timer sent is dropped once. */
    TICK_DROPPED,
    /**
     * A driver does no more for its device: no request or tick is taken. A NIC that hears nothing of its driver is not
     * masked, and goes on.
     */
    FORGOTTEN,
    /** The completions of one queue of a device are lost. */
    LOST_COMPLETION,
    /** A host is deaf for the doorbell of one vCPU from some time on. */
    DEAF,
    /** A host is deaf for some passes, once: it hears the doorbell of that vCPU then, and all goes on. */
    LATE,
    /** A host is deaf for one query, once: no fault, because it asks again. */
    SLOW;

    private static final long STEP_NS = 5_000;
    /** Queries of several passes: a host asks where a vCPU is more than once in a duty cycle. */
    private static final int QUERIES = 64;

    /**
     * Runs a storm with the fault.
     *
     * @param from number of the call from which on the fault acts
     */
    StormResult run(final RunOptions options, final Machine machine, final FrameLog log, final long from)
    {
        final Calls calls = new Calls(options.workload().topology(), from);
        final Workload workload = !isOfHost() ? options.workload() : new ForwardingWorkload(options.workload())
        {
            @Override
            public TurnSource guests(final Machine of, final NanoClock clock, final SendingGuests sending)
            {
                return super.guests(calls.wrap(Machine.class, of), clock, sending);
            }
        };

        return stepped(new RunOptions(options.config(), workload, options.resumed(), options.snapshots(),
            options.measurement(), options.producers(), options.counters()), machine, log,
            new WallSeams(UnaryOperator.identity(), models -> calls.wrap(ModelFeedback.class, models),
                wires -> calls.wrap(WireSink.class, wires)));
    }

    private boolean isOfHost()
    {
        return this == DEAF || this == LATE || this == SLOW;
    }

    /** Runs a storm whose time moves with its duty cycles. */
    static StormResult stepped(
        final RunOptions options, final Machine machine, final FrameLog log, final WallSeams seams)
    {
        return new StormRun(options, machine, log, seams, new SteppedTimeline(STEP_NS)).run();
    }

    /** Calls of the parts of one run, of which some are broken. */
    private final class Calls
    {
        private final Topology topology;
        private final long from;
        private long count;
        private Object first;
        private int missed;

        Calls(final Topology topology, final long from)
        {
            this.topology = topology;
            this.from = from;
        }

        <T> T wrap(final Class<T> type, final T sound)
        {
            final InvocationHandler handler = (proxy, called, given) -> invoke(sound, called, given);

            return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{ type }, handler));
        }

        private Object invoke(final Object sound, final Method called, final Object[] given) throws Throwable
        {
            final String name = called.getName();
            if (name.equals("hostVerbs"))
            {
                return wrap(HostVerbs.class, (HostVerbs)call(sound, called, given));
            }

            return switch (WallFaults.this)
            {
                case TICK_DROPPED -> name.equals("tick") && ++count == from ? null : call(sound, called, given);
                case FORGOTTEN -> isHandled(name, given) && isFirst(given[0]) ? null : call(sound, called, given);
                case LOST_COMPLETION -> isHandled(name, given) && isFirst(List.of(given[0], given[1])) ? null :
                    call(sound, called, given);
                case DEAF -> heard(name, given, call(sound, called, given), Integer.MAX_VALUE);
                case LATE -> heard(name, given, call(sound, called, given), QUERIES);
                case SLOW -> heard(name, given, call(sound, called, given), 1);
            };
        }

        private boolean isHandled(final String name, final Object[] given)
        {
            final int device = name.equals("handled") ? (int)given[0] : 0;

            return name.equals("handled") && !topology.groups().get(topology.groupOfVm(topology.vmOfDevice(device)))
                .devices().get(topology.deviceGroupOf(device)).stream().model().kind().equals("packets");
        }

        /** Returns the place of a vCPU as a host sees it that is deaf for the first one that rings. */
        private Object heard(final String name, final Object[] given, final Object result, final int limit)
        {
            final boolean isRung = name.equals("number") && KvmVerb.of(word(given, 0)) == KvmVerb.PLACE &&
                KvmPlace.isWoken((long)result);

            return isRung && missed < limit && isFirst(word(given, Long.BYTES)) && missed++ < limit ?
                (Object)KvmPlace.out(!KvmPlace.isDisabled((long)result), true, false) : result;
        }

        private static long word(final Object[] given, final int at)
        {
            return ((DirectBuffer)given[0]).getLong((int)given[1] + at);
        }

        /** Returns whether a call is of what the first broken call was of. */
        private boolean isFirst(final Object key)
        {
            final boolean isDue = ++count >= from;
            first = isDue && first == null ? key : first;

            return isDue && key.equals(first);
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
    }
}
