package org.gale.engine.hypervisor;

import java.util.function.IntPredicate;
import org.gale.engine.machine.HostVerbs;

/** Access of tests to the private interrupts that KVM holds for its vCPUs. */
public final class HeldPpis
{
    private HeldPpis()
    {
    }

    /**
     * Drops those of the first vCPU that has some and has not acknowledged them, as a fault of KVM would.
     *
     * @param dropOnPe drops what a PE has pending for the guest on it, and returns false if that is nothing
     * @return false if no vCPU has any
     */
    public static boolean drop(final HostVerbs verbs, final IntPredicate dropOnPe)
    {
        for (final KvmVm vm : ((KvmHostVerbs)verbs).kvm.vms.live())
        {
            for (final KvmVcpu vcpu : vm.vcpus)
            {
                final long held = vcpu.ppis.pending() & ~vcpu.ppis.active();
                if (held != 0 && (!vcpu.isLoaded() || dropOnPe.test(vcpu.loadedPe)))
                {
                    vcpu.ppis.inject(Long.numberOfTrailingZeros(held), false);
                    return true;
                }
            }
        }

        return false;
    }
}
