package org.gale.engine.gicv5.irs;

import java.util.Arrays;
import org.gale.engine.accounting.Ledger;
import org.gale.tables.bitmap.PagePool;
import org.gale.tables.memory.StateReader;
import org.gale.tables.memory.StateWriter;
import org.gale.tables.register.IrsVmDbr;

/** A VM that is valid: its interrupts, the VPEs that were made valid, its VM doorbell. */
final class Vm extends InterruptOwner
{
    private static final int CHUNK_SHIFT = 8;
    private static final int CHUNK = 1 << CHUNK_SHIFT;
    private static final Vpe[] NO_VPES = new Vpe[CHUNK];

    private final long vpetAddress;
    private final Vpe[][] vpes;
    private long doorbell;

    /**
     * @param vpeIdBits   its VPE ids are below 2<sup>vpeIdBits</sup> (B-VPE-1)
     * @param vpetAddress where its VPE table lies
     */
    Vm(
        final int vmId,
        final int vpeIdBits,
        final long vpetAddress,
        final int idBits,
        final boolean oneOfN,
        final PagePool pool,
        final Ledger ledger)
    {
        super(vmId, 1 << vpeIdBits, idBits, oneOfN, pool, ledger, null);
        this.vpetAddress = vpetAddress;
        this.vpes = new Vpe[(targetCount() + CHUNK - 1) / CHUNK][];
        Arrays.fill(vpes, NO_VPES);
    }

    /** Physical address of the VPETE of a VPE id in range. */
    long vpeteAddress(final int vpeId)
    {
        return vpetAddress + ((long)vpeId << 3);
    }

    /** The VPE, or null if the id is out of range or was not made valid. Any int may be asked. */
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

    /** The first valid VPE whose id is at least {@code fromId}, or null. */
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

    /** Writes shape, doorbells, VPEs and tables. */
    void save(final StateWriter writer)
    {
        writer.word(Integer.numberOfTrailingZeros(targetCount()));
        writer.word(vpetAddress);
        writer.word(doorbell);
        for (Vpe vpe = nextVpe(0); vpe != null; vpe = nextVpe(vpe.vpeId() + 1))
        {
            writer.word(vpe.vpeId());
            writer.word(vpe.doorbell());
            writer.flag(vpe.isExcludedFromOneOfN());
        }
        writer.word(targetCount());
        lpis().save(writer);
        spis().save(writer);
    }

    /**
     * Reads the doorbells and VPEs that {@link #save} wrote; the shape was read before, and the tables come next.
     *
     * @param vpeLimit the most VPEs that may be valid
     * @return how many are
     */
    int restore(final StateReader reader, final int vpeLimit)
    {
        doorbell = reader.word() & (IrsVmDbr.VPE_ID.mask() | IrsVmDbr.EN.mask());
        int count = 0;
        int vpeId = reader.intIn("VPE", 0, targetCount());
        while (vpeId < targetCount())
        {
            count = reader.checked("count of VPEs", count + 1, 0, vpeLimit);
            final Vpe vpe = new Vpe(this, vpeId);
            vpe.doorbell(reader.word());
            vpe.excludeFromOneOfN(reader.flag("exclusion from 1ofN"));
            add(vpe);
            vpeId = reader.intIn("VPE", vpeId + 1, targetCount());
        }

        return count;
    }

    /** IRS_VM_DBR of this VM. */
    long doorbell()
    {
        return doorbell;
    }

    void doorbell(final long dbr)
    {
        doorbell = dbr;
    }
}
