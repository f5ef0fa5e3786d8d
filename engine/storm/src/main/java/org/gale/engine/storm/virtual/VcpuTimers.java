package org.gale.engine.storm.virtual;

import java.util.function.BooleanSupplier;
import org.gale.engine.storm.topology.Topology;

/** Events of vCPUs and PEs in the queue. A vCPU has one at a time, beside a kick. Owned by one thread. */
final class VcpuTimers
{
    private final EventQueue queue;
    private final VirtualClock clock;
    private final int[] vms;
    private final int[] vpes;
    private final int[] firsts;                                     // vCPU that is the first of each VM
    private final long[] numbers;
    private final long[] dueNs;
    private final long[] kicks;
    private final long[] slices;                                    // by PE
    private final long[] polls;
    private BooleanSupplier isPolling = () -> true;
    private long armed;                                             // timers of guests that are to begin polls

    VcpuTimers(final Topology topology, final EventQueue queue, final VirtualClock clock)
    {
        this.queue = queue;
        this.clock = clock;
        vms = new int[topology.totalVpes()];
        vpes = new int[vms.length];
        firsts = new int[topology.vms()];
        for (int vcpu = 0; vcpu < vms.length; vcpu++)
        {
            vms[vcpu] = topology.vmOfVpe(vcpu);
            vpes[vcpu] = topology.vpeId(vcpu);
            if (vpes[vcpu] == 0)
            {
                firsts[vms[vcpu]] = vcpu;
            }
        }
        numbers = new long[vms.length];
        dueNs = new long[vms.length];
        kicks = new long[vms.length];
        slices = new long[topology.pes()];
        polls = new long[topology.pes()];
    }

    /** Sets whether timers of guests begin polls: at the end of a run they do no more. */
    void polls(final BooleanSupplier whileTrue)
    {
        isPolling = whileTrue;
    }

    /** Returns whether timers of guests begin polls. */
    boolean polls()
    {
        return isPolling.getAsBoolean();
    }

    /** Counts timers of guests that are to begin polls, which come or go. */
    void arms(final int change)
    {
        armed += change;
    }

    /** Returns the timers of guests that are to begin polls. */
    long armed()
    {
        return armed;
    }

    /** Returns the queue. */
    EventQueue queue()
    {
        return queue;
    }

    /** Returns the vCPU of the first event of the queue, which is of a vCPU. */
    int vcpu()
    {
        return firsts[EventQueue.vm(queue.order())] + EventQueue.vpe(queue.order());
    }

    /** Returns the PE of the first event of the queue, which is of a PE. */
    int pe()
    {
        return EventQueue.vpe(queue.order());
    }

    /** Returns whether the first event of the queue, of a vCPU or PE, was not cancelled; it is taken then. */
    boolean take()
    {
        final long[] of = numbers(EventQueue.kind(queue.order()));
        final int index = index();
        final boolean isValid = of[index] == queue.number();
        of[index] = isValid ? EventQueue.NONE : of[index];

        return isValid;
    }

    /**
     * Returns the time of the first event of the queue, from whose begin cancelled ones are removed; {@link
     * Long#MAX_VALUE} if there is none.
     */
    long nextNs()
    {
        while (queue.nextNs() != Long.MAX_VALUE && isCancelled())
        {
            queue.remove();
        }

        return queue.nextNs();
    }

    private boolean isCancelled()
    {
        final int kind = EventQueue.kind(queue.order());

        return kind != QueuedKind.INJECTED && kind != QueuedKind.OPERATOR && numbers(kind)[index()] != queue.number();
    }

    /** Returns the numbers of the events of a kind, by vCPU or by PE. */
    private long[] numbers(final int kind)
    {
        return switch (kind)
        {
            case QueuedKind.HANDLED, QueuedKind.VCPU -> numbers;
            case QueuedKind.KICKED -> kicks;
            case QueuedKind.SLICE -> slices;
            default -> polls;
        };
    }

    private int index()
    {
        final int kind = EventQueue.kind(queue.order());

        return kind == QueuedKind.SLICE || kind == QueuedKind.POLLED ? pe() : vcpu();
    }

    /** Sets the event of a vCPU, in place of one that it has. */
    void set(final int vcpu, final int kind, final long afterNs)
    {
        dueNs[vcpu] = clock.nanoTime() + afterNs;
        numbers[vcpu] = queue.add(dueNs[vcpu], order(kind, vcpu));
    }

    /** Cancels the event of a vCPU; returns how long it would have taken. */
    long cancel(final int vcpu)
    {
        numbers[vcpu] = EventQueue.NONE;

        return dueNs[vcpu] - clock.nanoTime();
    }

    /** Kicks a vCPU after a time, unless it is being kicked. Returns whether it was not. */
    boolean kick(final int vcpu, final long afterNs)
    {
        final boolean isNew = !isKicked(vcpu);
        if (isNew)
        {
            kicks[vcpu] = queue.add(clock.nanoTime() + afterNs, order(QueuedKind.KICKED, vcpu));
        }

        return isNew;
    }

    /** Returns whether a vCPU is being kicked. */
    boolean isKicked(final int vcpu)
    {
        return kicks[vcpu] != EventQueue.NONE;
    }

    /** Begins a slice of a PE. */
    void slice(final int pe, final long afterNs)
    {
        slices[pe] = queue.add(clock.nanoTime() + afterNs, EventQueue.order(QueuedKind.SLICE, 0, pe, 0));
    }

    /** Ends the slice of a PE, whose vCPU leaves. */
    void endSlice(final int pe)
    {
        slices[pe] = EventQueue.NONE;
    }

    /** Lets a PE poll for a time. */
    void poll(final int pe, final long afterNs)
    {
        polls[pe] = queue.add(clock.nanoTime() + afterNs, EventQueue.order(QueuedKind.POLLED, 0, pe, 0));
    }

    /** Ends the polling of a PE. */
    void endPoll(final int pe)
    {
        polls[pe] = EventQueue.NONE;
    }

    /** Returns the order of an event of a vCPU. */
    long order(final int kind, final int vcpu)
    {
        return EventQueue.order(kind, vms[vcpu], vpes[vcpu], 0);
    }
}
