package org.gale.engine.hypervisor;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.gale.engine.machine.GuestHost.Waiting;

/**
 * Sleeping vCPUs whose doorbell was left out on purpose (K-LP-9, M-MIG-3), and the number of times that an
 * interrupt waited for one of them. Outside of the state: after a restore none is known. Owned by the machine's thread.
 */
final class SilencedVcpus
{
    private final List<KvmVcpu> vcpus = new ArrayList<>();
    private long counted;

    /** Adds a vCPU, which may be awake. */
    void add(final KvmVcpu vcpu)
    {
        if (!vcpus.contains(vcpu))
        {
            vcpus.add(vcpu);
        }
    }

    boolean isAny()
    {
        return !vcpus.isEmpty();
    }

    /** Counts those that an interrupt waits for, and forgets them and those that are awake. */
    void count(final Waiting waiting)
    {
        for (final Iterator<KvmVcpu> each = vcpus.iterator(); each.hasNext();)
        {
            final KvmVcpu vcpu = each.next();
            final boolean isMissed = isMissed(vcpu, waiting);
            counted += isMissed ? 1 : 0;
            if (isMissed || vcpu.wakesBelow() == 0)
            {
                each.remove();
            }
        }
    }

    /** Returns the number of vCPUs that an interrupt waited for, or waits for now. */
    long counted(final Waiting waiting)
    {
        return counted + vcpus.stream().filter(vcpu -> isMissed(vcpu, waiting)).count();
    }

    private static boolean isMissed(final KvmVcpu vcpu, final Waiting waiting)
    {
        return vcpu.vm.vmId != IdPool.NONE &&
            waiting.priority(vcpu.vm.vmId, vcpu.vpeId()) < vcpu.wakesBelow();
    }
}
