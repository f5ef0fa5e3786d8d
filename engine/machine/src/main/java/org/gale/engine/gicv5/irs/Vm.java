package org.gale.engine.gicv5.irs;

import java.util.Arrays;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.accounting.OwnerId;
import org.gale.tables.bitmap.PagePool;
import org.gale.tables.memory.StateException;
import org.gale.tables.memory.StateStream;
import org.gale.tables.register.IrsVmDbr;

/** A VM that is valid: its interrupts, the VPEs that were made valid, its VM doorbell. */
final class Vm extends InterruptOwner
{
    /** The bits of IRS_VM_DBR. */
    static final long DBR_MASK = IrsVmDbr.VPE_ID.mask() | IrsVmDbr.EN.mask();

    private static final int CHUNK_SHIFT = 8;
    private static final int CHUNK = 1 << CHUNK_SHIFT;
    private static final Vpe[] NO_VPES = new Vpe[CHUNK];

    private final long vpetAddress;
    private final Vpe[][] vpes;
    private long doorbell;

    /**
     * @param id          the encoded {@link OwnerId}
     * @param vpeIdBits   its VPE ids are below 2<sup>vpeIdBits</sup> (B-VPE-1)
     * @param vpetAddress where its VPE table lies
     */
    Vm(
        final int id,
        final int vpeIdBits,
        final long vpetAddress,
        final int idBits,
        final boolean oneOfN,
        final PagePool pool,
        final Ledger ledger)
    {
        super(id, 1 << vpeIdBits, idBits, oneOfN, pool, ledger, null, null);
        this.vpetAddress = vpetAddress;
        this.vpes = new Vpe[(targetCount() + CHUNK - 1) / CHUNK][];
        Arrays.fill(vpes, NO_VPES);
    }

    /** Returns the number of the VM in its interrupt domain, as registers name it. */
    int vmId()
    {
        return OwnerId.vmId(id());
    }

    /** {@return the physical address of the VPETE of a VPE id in range} */
    long vpeteAddress(final int vpeId)
    {
        return vpetAddress + ((long)vpeId << 3);
    }

    /** Returns the VPE, or null if the id, any int, is out of range or was not made valid. */
    Vpe vpe(final int vpeId)
    {
        return vpeId >= 0 && vpeId < targetCount() ? vpes[vpeId >>> CHUNK_SHIFT][vpeId & (CHUNK - 1)] : null;
    }

    void add(final Vpe vpe)
    {
        if (vpes[vpe.vpeId() >>> CHUNK_SHIFT] == NO_VPES)
        {
            vpes[vpe.vpeId() >>> CHUNK_SHIFT] = new Vpe[CHUNK];
        }
        vpes[vpe.vpeId() >>> CHUNK_SHIFT][vpe.vpeId() & (CHUNK - 1)] = vpe;
    }

    /** Returns the first valid VPE whose id is at least {@code fromId}, or null. */
    Vpe nextVpe(final int fromId)
    {
        int vpeId = fromId;
        while (vpeId < targetCount())
        {
            final Vpe[] chunk = vpes[vpeId >>> CHUNK_SHIFT];
            if (chunk == NO_VPES)
            {
                vpeId = (vpeId | (CHUNK - 1)) + 1;
            }
            else if (chunk[vpeId & (CHUNK - 1)] != null)
            {
                return chunk[vpeId & (CHUNK - 1)];
            }
            else
            {
                vpeId++;
            }
        }

        return null;
    }

    /** Returns the width of the VPE ids of the VM. */
    int vpeIdBits()
    {
        return Integer.numberOfTrailingZeros(targetCount());
    }

    /**
     * Passes the doorbells and VPEs through a stream; its shape was passed before, and its tables come next.
     *
     * @param vpeLimit the most VPEs that may be valid
     * @return the number of valid VPEs
     */
    int state(final StateStream stream, final int vpeLimit)
    {
        doorbell = stream.bits("IRS_VM_DBR", doorbell, DBR_MASK);
        int count = 0;
        int vpeId = stream.number("VPE", nextVpeId(0), 0, targetCount());
        while (vpeId < targetCount())
        {
            if (stream.isRestoring())
            {
                if (count == vpeLimit)
                {
                    throw new StateException("more VPEs than may be valid in all, by VM " + vmId());
                }
                add(new Vpe(this, vpeId));
            }
            count++;
            vpe(vpeId).state(stream);
            vpeId = stream.number("VPE", nextVpeId(vpeId + 1), vpeId + 1, targetCount());
        }

        return count;
    }

    private int nextVpeId(final int fromId)
    {
        final Vpe next = nextVpe(fromId);

        return next == null ? targetCount() : next.vpeId();
    }

    /** {@return the value of IRS_VM_DBR for this VM} */
    long doorbell()
    {
        return doorbell;
    }

    void doorbell(final long dbr)
    {
        doorbell = dbr;
    }
}
