package org.gale.engine.gicv5.irs;

import java.util.function.IntConsumer;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.machine.OperationDelays;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateException;
import org.gale.tables.memory.StateStream;
import org.gale.tables.register.IrsVmDbr;

/**
 * Residency of VPEs on PEs, and the PEs that take part in 1ofN. A change of candidates marks the PE of a resident VPE
 * dirty, and checks the doorbell of a VPE that is not resident.
 */
final class Residency
{
    private static final int VPE_ID_MAX = 0xffff;

    private final Vpe[] residents;
    private final boolean[] excludedFromOneOfN;
    private final DirtyPes dirty;
    /** By PE number, whether candidates are offered. */
    private final boolean[] open;
    private final HeldEntries held;
    private Doorbells doorbells;
    private IntConsumer beforeEnd = pe -> { };

    /** @param delays of operations; null if all take effect at once */
    Residency(final int peCount, final DirtyPes dirty, final PeGates gates, final PhysicalMemory memory,
        final OperationDelays delays)
    {
        this.held = new HeldEntries(memory, delays);
        this.open = gates.open();
        this.residents = new Vpe[peCount];
        this.excludedFromOneOfN = new boolean[peCount];
        this.dirty = dirty;
    }

    /** Returns what an IRS holds of entries, which it may read again for a residency. */
    HeldEntries held()
    {
        return held;
    }

    Doorbells doorbells()
    {
        return doorbells;
    }

    /**
     * Connects residency and doorbells: a change of residency may ring, and the condition of a doorbell asks for the
     * resident VPE.
     */
    void connect(final Doorbells rings)
    {
        assert doorbells == null && rings != null : "connected twice";
        doorbells = rings;
    }

    /** Sets what takes the number of a PE whose VPE becomes non-resident, before it does. */
    void beforeEnd(final IntConsumer taker)
    {
        beforeEnd = taker;
    }

    /** Returns the VPE that is resident on a PE, or null. */
    Vpe residentOn(final int pe)
    {
        return residents[pe];
    }

    /** Makes a VPE resident on a PE where none is. Returns false, and changes nothing, if that VPE cannot be. */
    boolean enter(final int pe, final Vm vm, final int vpeId)                   // B-RES-1, B-RES-3
    {
        final Vpe vpe = vm == null ? null : vm.vpe(vpeId);
        if (vpe == null || vpe.isResident() || held.isGone(vpe))                // B-RES-2, M-RES2, M-ORD-16
        {
            return false;
        }
        residents[pe] = vpe;
        vpe.residentPe(pe);
        vpe.cancelDoorbell();                                                   // M-DB0
        vpe.unlinked(false);
        assert vpe.residentPe() == pe && !vpe.isDoorbellArmed() : "VPE " + vpeId + " on PE " + pe;
        dirty.mark(pe);
        oneOfNTakersChanged(vm);

        return true;
    }

    /** {@return the VM whose VPE is resident on a PE, as an encoded {@link OwnerId}, or {@link OwnerId#NONE}} */
    int residentOwner(final int pe)
    {
        final Vpe vpe = residents[pe];

        return vpe == null ? OwnerId.NONE : vpe.vm().id();
    }

    /** {@return the VPE id that is resident on a PE, or −1} */
    int residentVpe(final int pe)
    {
        final Vpe vpe = residents[pe];

        return vpe == null ? -1 : vpe.vpeId();
    }

    /** Passes residency and the exclusion of PEs from 1ofN through a stream; VMs were restored before. */
    void state(final StateStream stream, final ValidOwners owners)
    {
        for (int pe = 0; pe < residents.length; pe++)
        {
            final Vpe vpe = residents[pe];
            excludedFromOneOfN[pe] = stream.flag(excludedFromOneOfN[pe]);
            final int resident = stream.number("owner of a resident VPE",
                vpe == null ? OwnerId.NONE : vpe.vm().id(), OwnerId.NONE, OwnerId.LIMIT - 1);
            if (resident != OwnerId.NONE)
            {
                final int vpeId = stream.number("resident VPE", vpe == null ? 0 : vpe.vpeId(), 0, VPE_ID_MAX);
                if (stream.isRestoring())
                {
                    restore(pe, owners.vmOf(resident), resident, vpeId);
                }
            }
        }
        if (stream.isRestoring())
        {
            dirty.clear();                                                      // signals are restored, not settled
        }
    }

    private void restore(final int pe, final Vm vm, final int resident, final int vpeId)
    {
        final Vpe vpe = vm == null ? null : vm.vpe(vpeId);
        if (vpe == null || vpe.isResident())
        {
            throw new StateException("VPE " + vpeId + " of owner " + resident + " is " +
                (vpe == null ? "not valid, but resident" : "resident twice"));
        }
        residents[pe] = vpe;
        vpe.residentPe(pe);
    }

    /** Makes the VPE of a PE non-resident and, in the same step, requests its doorbell or cancels one. */
    void leave(final int pe, final boolean requestDoorbell, final int doorbellMask)     // B-RES-6
    {
        final Vpe vpe = residents[pe];
        if (vpe == null)
        {
            return;                                                             // M-CTX: a second V = 0 does nothing
        }
        assert vpe.residentPe() == pe : "VPE of PE " + pe + " is on " + vpe.residentPe();
        beforeEnd.accept(pe);                                                   // M-ORD-7
        residents[pe] = null;
        vpe.residentPe(Vpe.NOWHERE);
        if (requestDoorbell)
        {
            vpe.requestDoorbell(doorbellMask);
        }
        else
        {
            vpe.cancelDoorbell();                                               // M-DB0
        }
        dirty.mark(pe);
        final Vm vm = vpe.vm();
        vm.index().threshold(vpe.vpeId()).reset();                              // its doorbell depends on each
        doorbells.check(vm, vpe);                                               // B-DB-2
        oneOfNTakersChanged(vm);
    }

    /** Makes the VPE of a PE whose link fell non-resident, as V = 0 with DB = 0 would; it counts as unlinked. */
    void unlink(final int pe)                                                   // M-LINKDOWN
    {
        final Vpe vpe = residents[pe];
        leave(pe, false, 0);
        if (vpe != null)
        {
            vpe.unlinked(true);
        }
    }

    /** Ends the residency of a VPE that became invalid with its VM: no doorbell rings. */
    void evict(final Vpe vpe)                                                   // B-VMT-8
    {
        if (vpe.isResident())
        {
            assert residents[vpe.residentPe()] == vpe : "another VPE is on PE " + vpe.residentPe();
            beforeEnd.accept(vpe.residentPe());                                 // M-ORD-7
            residents[vpe.residentPe()] = null;
            dirty.mark(vpe.residentPe());
            vpe.residentPe(Vpe.NOWHERE);
        }
    }

    /** Reacts to a candidate of a target that was added or removed. */
    void candidatesChanged(final InterruptOwner owner, final int target)
    {
        if (!(owner instanceof Vm vm))
        {
            final int pe = target == CandidateIndex.ONE_OF_N ? oneOfNPe() : target;
            if (pe >= 0)
            {
                dirty.markPhysical(pe);
            }
            return;
        }
        if (target == CandidateIndex.ONE_OF_N)
        {
            oneOfNChanged(vm);
        }
        else
        {
            vpeChanged(vm, vm.vpe(target));
        }
    }

    /** Reacts to a change of the doorbell settings or candidates of a VPE. */
    void vpeChanged(final Vm vm, final Vpe vpe)
    {
        if (vpe != null)
        {
            if (vpe.isResident())
            {
                dirty.markVirtual(vpe.residentPe());
            }
            else
            {
                doorbells.check(vm, vpe);
            }
        }
    }

    /**
     * Reacts to a table of an owner that became valid or invalid: the candidates of all its targets may have changed.
     */
    void allChanged(final InterruptOwner owner)
    {
        if (!(owner instanceof Vm vm))
        {
            markAll();
            return;
        }
        for (Vpe vpe = vm.nextVpe(0); vpe != null; vpe = vm.nextVpe(vpe.vpeId() + 1))
        {
            vpeChanged(vm, vpe);
        }
    }

    /** Marks every PE, so that its signals are computed anew. */
    void markAll()
    {
        for (int pe = 0; pe < residents.length; pe++)
        {
            dirty.mark(pe);
        }
    }

    /** Returns the resident VPE that 1ofN interrupts of its VM are offered to, or null (M-1OFN). */
    Vpe oneOfNTaker(final Vm vm)
    {
        Vpe taker = null;
        for (final Vpe vpe : residents)
        {
            if (vpe != null && vpe.vm() == vm && !vpe.isExcludedFromOneOfN() &&
                (taker == null || vpe.vpeId() < taker.vpeId()))
            {
                taker = vpe;
            }
        }

        return taker;
    }

    /** {@return the PE that physical 1ofN interrupts are offered to, or −1 (M-1OFN)} */
    int oneOfNPe()
    {
        for (int pe = 0; pe < excludedFromOneOfN.length; pe++)
        {
            if (!excludedFromOneOfN[pe] && open[pe])
            {
                return pe;
            }
        }

        return -1;
    }

    boolean isExcludedFromOneOfN(final int pe)
    {
        return excludedFromOneOfN[pe];
    }

    void excludeFromOneOfN(final int pe, final boolean excluded)                // B-CPU-29
    {
        excludedFromOneOfN[pe] = excluded;
        markAll();
    }

    /** Marks the targets of a VM whose participation in 1ofN may have changed. */
    void oneOfNTakersChanged(final Vm vm)
    {
        if (vm.hasOneOfN())
        {
            for (int pe = 0; pe < residents.length; pe++)
            {
                if (residents[pe] != null && residents[pe].vm() == vm)
                {
                    dirty.mark(pe);
                }
            }
            oneOfNChanged(vm);
        }
    }

    private void oneOfNChanged(final Vm vm)
    {
        final Vpe taker = oneOfNTaker(vm);
        vpeChanged(vm, taker != null ? taker : vm.vpe(IrsVmDbr.VPE_ID.getInt(vm.doorbell())));
    }
}
