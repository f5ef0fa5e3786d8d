package org.gale.engine.storm.law;

import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.KvmPlace;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.command.V4Verb;
import org.gale.engine.machine.HostVerbs;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.topology.Topology;

/**
 * Law of the doorbells of vCPUs (P5). In virtual time a host takes the doorbell of a vCPU that sleeps at the instant at
 * which it rings, and wakes the vCPU after its costs; only vCPUs about which something has happened at an instant are
 * looked at. On the wall clock it takes a doorbell by its second pass. The witness asks the machine by itself. Owned by
 * the thread of the machine.
 */
public final class DoorbellLaw
{
    /** No vCPU. */
    public static final int NONE = -1;

    private static final String YES = "1";

    private final Topology topology;
    private final IntUnaryOperator numbers;
    private final HostVerbs kvm;                                    // null on other machines
    private final HostVerbs v4;
    private final UnsafeBuffer query = new UnsafeBuffer(new byte[3 * Long.BYTES]);
    private final int[] noted;                                      // vCPUs
    private final boolean[] isNoted;                                // by vCPU
    private final boolean[] isMissed;                               // by vCPU: by the last pass of its host
    private int count;

    /** Makes the law of a machine, which it only asks queries. */
    public DoorbellLaw(final Topology topology, final Machine machine)
    {
        this(topology, machine, vm -> vm);
    }

    /**
     * Makes the law of a machine whose VMs migrate.
     *
     * @param numbers by which the host's verbs name the VMs now
     */
    public DoorbellLaw(final Topology topology, final Machine machine, final IntUnaryOperator numbers)
    {
        this.numbers = numbers;
        this.topology = topology;
        kvm = machine.hostVerbs(KvmVerb.FAMILY);
        v4 = machine.hostVerbs(V4Verb.FAMILY);
        noted = new int[topology.totalVpes()];
        isNoted = new boolean[noted.length];
        isMissed = new boolean[noted.length];
    }

    /** Notes that something has happened at this instant that may have rung the doorbell of a vCPU. */
    public void note(final int vcpu)
    {
        if (!isNoted[vcpu])
        {
            isNoted[vcpu] = true;
            noted[count++] = vcpu;
        }
    }

    /**
     * Finds a vCPU whose doorbell has rung at this instant and was not taken, before the clock jumps.
     *
     * @param sleeps tells whether a vCPU sleeps for its host
     * @return the vCPU, or {@link #NONE}
     */
    public int unheard(final IntPredicate sleeps)
    {
        int unheard = NONE;
        while (count > 0)
        {
            count--;
            final int vcpu = noted[count];
            isNoted[vcpu] = false;
            unheard = sleeps.test(vcpu) && isRung(vcpu) ? vcpu : unheard;
        }

        return unheard;
    }

    /**
     * Notes a pass of the host over its vCPUs, which has ended.
     *
     * @param sleeps tells whether a vCPU sleeps for its host after that pass
     * @return a vCPU whose doorbell had rung before the last two passes and was not taken, or {@link #NONE}
     */
    public int looked(final IntPredicate sleeps)
    {
        int unheard = NONE;
        for (int vcpu = 0; vcpu < isMissed.length; vcpu++)
        {
            final boolean isMissedNow = sleeps.test(vcpu) && isRung(vcpu);
            unheard = isMissedNow && isMissed[vcpu] && unheard == NONE ? vcpu : unheard;
            isMissed[vcpu] = isMissedNow;
        }

        return unheard;
    }

    private boolean isRung(final int vcpu)
    {
        final int vm = topology.vmOfVpe(vcpu);
        final int index = topology.vpeId(vcpu);
        if (kvm != null)
        {
            KvmVerb.PLACE.encode(query, 0, 0, numbers.applyAsInt(vm), index, 0);

            return KvmPlace.isWoken(kvm.number(query, 0));
        }
        final int number = numbers.applyAsInt(vm);
        V4Verb.WOKEN.encode(query, 0, number, index);

        return number >= 0 && v4 != null && YES.equals(v4.query(query, 0));
    }
}
