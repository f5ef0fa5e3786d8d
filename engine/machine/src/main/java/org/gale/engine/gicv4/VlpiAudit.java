package org.gale.engine.gicv4;

import java.util.function.Function;
import org.gale.tables.gicv4.TranslationEntry;

/** Invariants of single vLPIs. Each check returns its violation, or null. */
final class VlpiAudit
{
    private final Hardware hardware;
    private final LpiPool lpis;
    private final HostVms vms;

    VlpiAudit(final Hardware hardware, final LpiPool lpis, final HostVms vms)
    {
        this.hardware = hardware;
        this.lpis = lpis;
        this.vms = vms;
    }

    /** Returns the first violation of a check over all vLPIs, or null. */
    String first(final Function<Vlpi, String> check)
    {
        for (int number = 0; number < vms.count(); number++)
        {
            final V4Vm vm = vms.vm(number);
            for (Vlpi vlpi = vm.nextVlpi(0); vlpi != null; vlpi = vm.nextVlpi(vlpi.vintid + 1))
            {
                final String violation = check.apply(vlpi);
                if (violation != null)
                {
                    return "VM " + number + " vINTID " + vlpi.vintid + ": " + violation;
                }
            }
        }

        return null;
    }

    boolean isPending(final Vlpi vlpi)
    {
        return vlpi.isHw() ? isInTable(vlpi, vlpi.target()) :
            vlpi.isPendingInSoftware() ||
            hardware.redistributor(lpis.collection(vlpi.hostLpi)).isPending(vlpi.hostLpi);
    }

    String route(final Vlpi vlpi)                                               // V4-INV-1
    {
        final long entry = entry(vlpi);
        if (vlpi.isLocked())
        {
            return null;
        }

        return vlpi.isHw() == TranslationEntry.isVirtual(entry) && vlpi.isHw() != TranslationEntry.isPhysical(entry) ?
            null : "its translation is not that of its route";
    }

    String owner(final Vlpi vlpi)                                               // V4-INV-2
    {
        final V4Vpe vpe = vlpi.target().vpe;
        if (!vlpi.isHw())
        {
            return null;
        }
        final boolean isOwned = vpe != null && vpe.isMapped && vlpi.target().vm == vlpi.vm &&
            TranslationEntry.VPEID.getInt(entry(vlpi)) == vpe.vpeId &&
            hardware.vpes().mapped(vpe.vpeId) != null;

        return isOwned ? null : "it is direct, but its vPE is not its target's";
    }

    String onePlace(final Vlpi vlpi)                                            // V4-INV-3
    {
        return !vlpi.isHw() ? tables(vlpi) == 0 ? null : "it is software-forwarded and pending in a table" :
            vlpi.isPendingInSoftware() ? "it is direct and latched" : null;
    }

    String oneTable(final Vlpi vlpi)                                            // V4-INV-4
    {
        return tables(vlpi) > 1 ? "it is pending in several tables" : null;
    }

    String notLost(final Vlpi vlpi)                                             // V4-INV-9, V4-INV-11
    {
        return vlpi.vm.ledger.account(false).isOwed(vlpi.vintid) && !isPending(vlpi) ?
            "a message is neither acknowledged nor pending" : null;
    }

    String property(final Vlpi vlpi)                                            // V4-INV-14
    {
        final V4Vpe vpe = vlpi.isHw() ? vlpi.target().vpe : null;
        final MappedVpe mapped = vpe == null ? null : hardware.vpes().mapped(vpe.vpeId);

        return mapped == null || mapped.property(vlpi.vintid) == vlpi.vm.property(vlpi.vintid) ?
            null : "the hardware does not see the property that the guest committed";
    }

    /** Checks the saved image: it has the table's bit of a direct vLPI, and the latch of any other. */
    String savedImage(final Vlpi vlpi)                                          // V4-INV-16
    {
        final boolean image = vlpi.isHw() ? isInTable(vlpi, vlpi.target()) : isPending(vlpi);

        return image == (tables(vlpi) > 0 || isPending(vlpi)) ? null : "its saved pending bit differs";
    }

    private int tables(final Vlpi vlpi)
    {
        int tables = 0;
        for (final V4Vcpu vcpu : vlpi.vm.vcpus)
        {
            tables += isInTable(vlpi, vcpu) ? 1 : 0;
        }

        return tables;
    }

    private boolean isInTable(final Vlpi vlpi, final V4Vcpu vcpu)
    {
        return vcpu.vpe != null && hardware.isBitSet(vcpu.vpe.table, vlpi.vintid);
    }

    private long entry(final Vlpi vlpi)
    {
        final long offset = hardware.events().entryOffset(vlpi.deviceId, vlpi.eventId);

        return offset == EventTables.NONE ? 0 : hardware.events().entry(offset);
    }
}
