package org.gale.engine.storm.virtual;

import org.gale.engine.storm.latency.VirtualLatencies;
import org.gale.engine.storm.result.ModelTrace;
import org.gale.engine.storm.run.PrivateBook;
import org.gale.engine.storm.topology.Topology;

/**
 * Taker of the interrupts of a partition: it records each response at its acknowledge, and each handler at its end. The
 * interrupt of a line that comes again is in no book. Owned by the thread of the run.
 */
final class TakenInterrupts implements PendingLpis.Taker
{
    private final Topology topology;
    private final PrivateBook interrupts;
    private final VirtualLatencies latencies;
    private final Backlogs backlogs;
    /** Null where none was asked for. */
    private final ModelTrace trace;
    private VirtualHost host;
    private VirtualLoop loop;
    private RunSpan span;
    private long delivered;

    /**
     * Creates a taker.
     *
     * @param interrupts names of the storm's interrupts
     * @param trace      of what PEs do; null where none was asked for
     */
    TakenInterrupts(final Topology topology, final PrivateBook interrupts, final VirtualLatencies latencies,
        final Backlogs backlogs, final ModelTrace trace)
    {
        this.topology = topology;
        this.interrupts = interrupts;
        this.latencies = latencies;
        this.backlogs = backlogs;
        this.trace = trace;
    }

    /**
     * Sets the host whose vCPUs take interrupts, the loop whose sources wait for handlers, and the span whose warm-up
     * waits for vCPUs. Called before a run.
     */
    void watch(final VirtualHost ofVcpus, final VirtualLoop ofSources, final RunSpan ofRun)
    {
        host = ofVcpus;
        loop = ofSources;
        span = ofRun;
    }

    /** Returns the number of interrupts that were acknowledged, and that a book has. */
    long delivered()
    {
        return delivered;
    }

    @Override
    public void acknowledged(final PendingLpi interrupt)
    {
        if (interrupt.isAgain)
        {
            return;                                                 // its line is measured when it rises
        }
        delivered++;
        if (!interrupt.isDropped)
        {
            describe(interrupt);
            interrupt.row = latencies.record(interrupt.lpi, interrupt.phase, interrupt.route);
        }
    }

    @Override
    public void handled(final PendingLpi interrupt)
    {
        if (interrupt.isAgain)
        {
            tell(interrupt);
            return;
        }
        span.handled(interrupt.vcpu);
        backlogs.handled(interrupt.vm, host.pe(interrupt.vcpu));
        if (interrupt.isDropped)
        {
            return;                                                 // its source waits for a handler that never runs
        }
        final int shown = describe(interrupt);
        if (trace != null)
        {
            trace.way(topology.deviceOfLpi(interrupt.vm, interrupt.lpi), shown,
                host.pe(interrupt.vcpu), interrupt.intendedNs, interrupt.beganNs);
        }
        latencies.interrupt().deactivatedNs(interrupt.deactivatedNs).row(interrupt.row);
        latencies.handled(interrupt.lpi, interrupt.phase);
        tell(interrupt);
    }

    private void tell(final PendingLpi interrupt)
    {
        if (interrupt.isToldLater)
        {
            loop.delivery().handled();
        }
        else
        {
            loop.handled(interrupt);
        }
    }

    @Override
    public void handedOver(final PendingLpi interrupt)
    {
        if (!interrupt.isAgain)
        {
            describe(interrupt);
            latencies.interrupt().deactivatedNs(interrupt.deactivatedNs).row(interrupt.row)
                .later(interrupt.later.stage(), interrupt.readyNs - interrupt.endedNs);
            latencies.handedOver(interrupt.lpi);
        }
        if (interrupt.isToldLater)
        {
            loop.handled(interrupt);
        }
        else
        {
            loop.delivery().handled();
        }
    }

    /** Describes an interrupt to the recorder, and returns the number that reports have in place of its LPI. */
    private int describe(final PendingLpi interrupt)
    {
        final int shown = interrupts.shown(interrupt.vm, interrupt.vcpu, interrupt.lpi);
        interrupt.describe(latencies.interrupt().lpiId(shown));

        return shown;
    }
}
