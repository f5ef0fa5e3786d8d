package org.gale.engine.hypervisor;

import java.util.List;
import org.gale.engine.machine.GuestPpis;

/** Queries of KVM's copies of the PPIs of its vCPUs. Owned by the thread that owns the machine. */
final class VcpuPpis implements GuestPpis
{
    private final Kvm kvm;

    VcpuPpis(final Kvm kvm)
    {
        this.kvm = kvm;
    }

    @Override
    public int vmId(final int vm)
    {
        final KvmVm named = kvm.vms.find(vm);

        return named == null || named.vmId == KvmVm.NO_VM_ID ? -1 : named.vmId;
    }

    @Override
    public int vpeId(final int vmId, final int vcpu)
    {
        final KvmVcpu found = hasVm(vmId) ? kvm.vms.findById(vmId).vcpu(vcpu) : null;

        return found == null ? -1 : found.vpeId();
    }

    @Override
    public boolean hasVm(final int vmId)
    {
        return vmId >= 0 && kvm.vms.findById(vmId) != null;
    }

    @Override
    public int nextVpe(final int vmId, final int fromVpeId)
    {
        int next = -1;
        for (final KvmVcpu vcpu : hasVm(vmId) ? kvm.vms.findById(vmId).vcpus : List.<KvmVcpu>of())
        {
            next = vcpu.vpeId() >= fromVpeId && (next < 0 || vcpu.vpeId() < next) ? vcpu.vpeId() : next;
        }

        return next;
    }

    @Override
    public boolean isExposed(final int ppi)                                     // K-VC-5
    {
        return ppi >= 0 && ppi < PrivateInterrupts.COUNT && isSet(kvm.exposed(), ppi);
    }

    @Override
    public State ppi(final int vmId, final int vpeId, final int ppi)
    {
        final KvmVcpu vcpu = hasVm(vmId) ? kvm.vms.findById(vmId).named(vpeId) : null;
        if (vcpu == null || !isExposed(ppi))
        {
            return null;
        }
        final PrivateInterrupts ppis = vcpu.ppis;
        final boolean isLevel = PrivateInterrupts.isLevel(ppi);

        return new State(vcpu.isRunning ? vcpu.loadedPe : NO_PE, vcpu.lastPe, isSet(ppis.latch(), ppi),
            isLevel && isSet(ppis.line(), ppi), isSet(ppis.direct(), ppi), isLevel,
            isSet(ppis.enabled(), ppi), isSet(ppis.active(), ppi), ppis.priority(ppi));
    }

    private static boolean isSet(final long bits, final int ppi)
    {
        return (bits & (1L << ppi)) != 0;
    }
}
