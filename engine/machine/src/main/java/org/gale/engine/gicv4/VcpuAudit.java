package org.gale.engine.gicv4;

import java.util.function.Function;
import org.gale.tables.gicv4.PropertyByte;

/** Invariants of vCPUs, vPEs and the pool. Each check returns its violation, or null. */
final class VcpuAudit
{
    private final V4Host host;

    VcpuAudit(final V4Host host)
    {
        this.host = host;
    }

    /** Returns the first violation of a check over all vCPUs, or null. */
    String first(final Function<V4Vcpu, String> check)
    {
        for (int number = 0; number < host.vmCount(); number++)
        {
            for (final V4Vcpu vcpu : host.vm(number).vcpus)
            {
                final String violation = check.apply(vcpu);
                if (violation != null)
                {
                    return "VM " + number + " vCPU " + vcpu.index + ": " + violation;
                }
            }
        }

        return null;
    }

    String count(final V4Vcpu vcpu)                                               // V4-INV-5
    {
        final V4Vpe vpe = vcpu.vpe;
        int count = 0;
        for (Vlpi vlpi = vcpu.vm.nextVlpi(0); vpe != null && vlpi != null;
            vlpi = vcpu.vm.nextVlpi(vlpi.vintid + 1))
        {
            count += vlpi.isHw() && vlpi.target() == vcpu ? 1 : 0;
        }

        return vpe == null || vpe.vlpiCount == count ? null : "it counts " + vpe.vlpiCount + " vLPIs, not " + count;
    }

    String query(final V4Vcpu vcpu)                                               // V4-INV-6
    {
        final boolean isMapped = vcpu.vpe != null && vcpu.vpe.isMapped;

        return vcpu.isDirect() == isMapped && (vcpu.isDirect() || vcpu.state == V4Vcpu.State.SOFTWARE) ?
            null : "it is direct, but owns no mapped vPE, or the other way round";
    }

    String pool()                                                               // V4-INV-7
    {
        int mapped = 0;
        for (int vpeId = 0; vpeId < host.hardware.vpes().limit(); vpeId++)
        {
            mapped += host.hardware.vpes().mapped(vpeId) == null ? 0 : 1;
        }

        return mapped == host.vpeIds.used() ? null : host.vpeIds.used() + " vPEIDs in use, " + mapped + " mapped";
    }

    String residence()                                                          // V4-INV-8
    {
        for (int vpeId = 0; vpeId < host.hardware.vpes().limit(); vpeId++)
        {
            if (host.hardware.vpes().mapped(vpeId) != null && !host.vpeIds.isUsed(vpeId))
            {
                return "vPEID " + vpeId + " is free and mapped";
            }
        }
        for (int cpu = 0; cpu < host.config.cpus(); cpu++)
        {
            final MappedVpe resident = host.hardware.redistributor(cpu).resident();
            if (resident != null && (host.hardware.vpes().mapped(resident.vpeId()) != resident ||
                resident.residentCpu() != cpu))
            {
                return "vPEID " + resident.vpeId() + " is resident on CPU " + cpu + " and not mapped there";
            }
        }

        return null;
    }

    String deliversItsOwn(final V4Vcpu vcpu)                                      // V4-INV-12
    {
        if (!vcpu.isInGuest)
        {
            return null;
        }
        final int presented = host.hardware.redistributor(vcpu.cpu).presented();
        final Vlpi vlpi = presented == Redistributor.NONE ? null : vcpu.vm.vlpi(presented);

        return vlpi == null || vlpi.target() == vcpu ? null : "it is presented vINTID " + presented + " of another";
    }

    String woken(final V4Vcpu vcpu)                                               // V4-INV-13
    {
        if (!vcpu.isBlocked || vcpu.isWoken)
        {
            return null;
        }
        for (Vlpi vlpi = vcpu.vm.nextVlpi(0); vlpi != null; vlpi = vcpu.vm.nextVlpi(vlpi.vintid + 1))
        {
            final boolean isPending = vlpi.target() == vcpu && (vlpi.isHw() ?
                host.hardware.isBitSet(vcpu.vpe.table, vlpi.vintid) : vlpi.isPendingInSoftware());
            if (isPending && PropertyByte.isEnabled(vcpu.vm.property(vlpi.vintid)))
            {
                return "it sleeps while vINTID " + vlpi.vintid + " is pending";
            }
        }

        return vcpu.list.isEmpty() ? null : "it sleeps while an SGI is pending";
    }

    String sgis(final V4Vcpu vcpu)                                                // V4-INV-15
    {
        return !vcpu.vm.hasHardwareSgis || vcpu.isDirect() ? null :
            "its SGIs are those of the hardware and it is not direct";
    }
}
