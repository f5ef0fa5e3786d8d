package org.gale.engine.storm.run;

import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.ForwardingTurns;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.config.NumberText;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.PeSet;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.storm.law.DoorbellLaw;
import org.gale.engine.storm.topology.Topology;

/**
 * Witness of the doorbells of a run on the wall clock (P5): it asks the machine after each pass of the host over its
 * vCPUs which of them sleep over a doorbell. Passes are counted, and not time, so that a slow host is no fault. Owned
 * by the thread of the engine.
 */
final class DoorbellWitness
{
    /** Promise that no doorbell is lost. */
    private static final String PROMISE = "P5";
    private static final int NONE = -1;

    private final Topology topology;
    private final DoorbellLaw law;
    private final LongSupplier firstOfferNs;
    private final NanoClock clock;
    private long passes;
    private String broken;

    /**
     * Makes the witness of a machine, which it only asks queries.
     *
     * @param numbers by which the host's verbs name the VMs now
     */
    DoorbellWitness(final Topology topology, final Machine machine, final IntUnaryOperator numbers,
        final LongSupplier firstOfferNs, final NanoClock clock)
    {
        this.topology = topology;
        this.law = new DoorbellLaw(topology, machine, numbers);
        this.firstOfferNs = firstOfferNs;
        this.clock = clock;
    }

    /** Returns guests whose host is watched. */
    TurnSource around(final TurnSource guests)
    {
        return new ForwardingTurns(guests)
        {
            @Override
            public int schedule(
                final PeSet busy, final MutableDirectBuffer frame, final int offset, final int limitOffset)
            {
                final int end = super.schedule(busy, frame, offset, limitOffset);
                if (passes() != passes)
                {
                    passes = passes();
                    looked(law.looked(this::sleeps));
                }

                return end;
            }
        };
    }

    private void looked(final int vcpu)
    {
        if (vcpu != DoorbellLaw.NONE && broken == null)
        {
            broken = "VM " + topology.vmOfVpe(vcpu) + " VPE " + topology.vpeId(vcpu) +
                ", which sleeps, has a doorbell that its host missed in two checks, at " +
                NumberText.count(clock.nanoTime() - firstOfferNs.getAsLong()) + " ns";
        }
    }

    /** Returns whether a doorbell was not heard. */
    boolean isBroken()
    {
        return broken != null;
    }

    /**
     * Checks that each doorbell was heard.
     *
     * @throws InvariantBrokenException if one was not
     */
    void check(final long sequence)
    {
        if (broken != null)
        {
            throw new InvariantBrokenException(PROMISE, broken, NONE, NONE, sequence, sequence);
        }
    }
}
