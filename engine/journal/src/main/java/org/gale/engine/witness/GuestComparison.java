package org.gale.engine.witness;

import org.gale.engine.accounting.Ledger;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.config.PpiSet;
import org.gale.engine.machine.GuestHost;
import org.gale.engine.machine.GuestPpis;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;

/** Comparison of what a machine holds for the guests of KVM with what must be there. Owned by the machine's thread. */
final class GuestComparison
{
    private static final int EL2 = 2;
    private static final int PENDR = 0xe654;
    private static final int DVIR = 0xe650;
    /** PPIs that guests have, where they are implemented (K-VC-5): SW_PPI, PMU, virtual and physical timer. */
    private static final long OFFERED = ShadowVcpu.EDGES | 1L << 23 | 1L << 27 | 1L << 30;
    private static final int PENDING = 1;
    private static final int LEVEL = 1 << 2;

    private final Machine machine;
    private final InterruptQueries queries;
    private final WitnessSink sink;
    private final long exposed;
    private final boolean isDelayed;

    GuestComparison(final Machine machine, final InterruptQueries queries, final WitnessSink sink)
    {
        this.machine = machine;
        this.queries = queries;
        this.sink = sink;
        final PpiSet ppis = machine.config().value(MachineKeys.PPIS);
        exposed = OFFERED & ppis.bank(0);
        isDelayed = machine.config().value(MachineKeys.OPS_DELAY) != 0;
    }

    /** Returns the PPIs that every guest has. */
    long exposed()
    {
        return exposed;
    }

    /** Compares what an entry has handed over. */
    void entered(final ShadowVcpu vcpu)
    {
        final long mapped = machine.registerValue(vcpu.pe, EL2, DVIR) & exposed;
        tell(vcpu, vcpu.direct & ~mapped, true, " follows its wire, and the entry has not mapped it (K-DVI-1)");
        tell(vcpu, mapped & ~vcpu.direct, false, " is mapped to its wire without a request (K-DVI-1)");
        vcpu.direct = mapped;
        inGuest(vcpu, " is not pending after an entry, and was not acknowledged (K-PPI-6)");
    }

    /** Compares the pending PPIs in the PE of a vCPU. */
    void inGuest(final ShadowVcpu vcpu)
    {
        inGuest(vcpu, " is not pending, and its guest has not acknowledged it (B-VPP-2)");
    }

    private void inGuest(final ShadowVcpu vcpu, final String lost)
    {
        if (!vcpu.isOpen)
        {
            final long now = machine.registerValue(vcpu.pe, EL2, PENDR) & exposed & ~vcpu.direct;
            final long due = vcpu.visible & ~vcpu.direct;
            tell(vcpu, due & ~now, true, lost);
            tell(vcpu, now & ~due, false, " is pending in its guest, and nothing has raised it (K-PPI-6)");
            vcpu.visible = now;
        }
    }

    /** Compares what the host holds of a vCPU for its next entry. */
    void held(final ShadowVcpu vcpu)
    {
        final GuestPpis guests = guests();
        final int vmId = guests == null ? -1 : guests.vmId(vcpu.vm);
        for (long left = vmId < 0 ? 0 : exposed; left != 0; left &= left - 1)
        {
            final int ppi = Long.numberOfTrailingZeros(left);
            final GuestPpis.State state = guests.ppi(vmId, guests.vpeId(vmId, vcpu.index), ppi);
            if (state != null)
            {
                held(vcpu, 1L << ppi, state);
            }
        }
    }

    private void held(final ShadowVcpu vcpu, final long bit, final GuestPpis.State state)
    {
        final boolean isEdge = (bit & ShadowVcpu.EDGES) != 0;
        final long now = (isEdge ? state.isLatched() : state.isHigh()) ? bit : 0;
        final long due = (isEdge ? vcpu.waiting : vcpu.lines) & bit;
        if (!isEdge || !vcpu.isOpen || vcpu.isRunning)
        {
            tell(vcpu, due & ~now, true, isEdge ? " waits for no entry, and was not acknowledged (K-PPI-12)" :
                " is a level that is high, and its host has it low (K-PPI-1)");
            tell(vcpu, now & ~due, false, isEdge ? " waits for an entry, and nothing has raised it (K-PPI-7)" :
                " is a level that is low, and its host has it high (K-PPI-1)");
        }
        if (isEdge)
        {
            vcpu.waiting = (vcpu.waiting & ~bit) | now;
        }
        else
        {
            vcpu.lines = (vcpu.lines & ~bit) | now;
        }
    }

    /** Compares the pending PPIs of a vCPU as user space reads them (K-AT-40). */
    void read(final ShadowVcpu vcpu, final long word)
    {
        tell(vcpu, vcpu.pending() & exposed & ~word, true,
            " is pending, and SPENDR0 that user space reads leaves it out");
        tell(vcpu, word & exposed & ShadowVcpu.EDGES & ~vcpu.pending(), false,
            " is not pending, and SPENDR0 that user space reads has it");
    }

    /** Tells of an acknowledge of what was not pending. */
    void invented(final ShadowVcpu vcpu, final int ppi)
    {
        tell(vcpu, ppi < Long.SIZE ? 1L << ppi : 0, false, " was acknowledged though nothing had set it pending");
    }

    /** Compares an SPI or LPI of a VM, if it can be reached and its entry is the machine's alone. */
    void interrupt(final int vm, final int intid, final boolean pending, final String cause)
    {
        final long entry = entry(vm, intid);
        if (entry >= 0 && (entry & PENDING) != 0 != pending)
        {
            sink.broken(pending, "VM " + vm + (Touched.isSpi(intid) ? " SPI " : " LPI ") + Touched.id(intid),
                (pending ? " is not pending, and " : " is pending, and ") + cause);
        }
    }

    /** Compares the handling mode of an SPI with its trigger mode (K-IRS-5). */
    void handled(final int vm, final int intid, final boolean level)
    {
        final long entry = entry(vm, intid);
        if (entry >= 0 && (entry & LEVEL) != 0 != level)
        {
            sink.broken(level, "VM " + vm + " SPI " + Touched.id(intid), level ?
                " is a level, and an acknowledge would end it while its line is high (K-IRS-5)" :
                " is an edge, and no acknowledge would end it (K-IRS-5)");
        }
    }

    /** Returns the entry of an interrupt, or a negative number if nothing is to be said of it. */
    private long entry(final int vm, final int intid)
    {
        final GuestPpis guests = guests();
        final int vmId = guests == null || isDelayed ? -1 : guests.vmId(vm);
        final int owner = vmId < 0 ? OwnerId.NONE : machine.accounts().vmOwner(vmId);
        final Ledger ledger = owner == OwnerId.NONE ? null : machine.accounts().ledger(owner);

        return ledger == null || ledger.account(Touched.isSpi(intid)).isExcused(Touched.id(intid)) ? -1 :
            queries.entry(owner, intid);
    }

    private GuestPpis guests()
    {
        return machine.hostVerbs(KvmVerb.FAMILY) instanceof GuestHost host ? host.ppis() : null;
    }

    private void tell(final ShadowVcpu vcpu, final long ppis, final boolean isLost, final String sentence)
    {
        for (long left = ppis; left != 0; left &= left - 1)
        {
            sink.broken(isLost, "VM " + vcpu.vm + " vCPU " + vcpu.index + " PPI " + Long.numberOfTrailingZeros(left),
                sentence);
        }
    }
}
