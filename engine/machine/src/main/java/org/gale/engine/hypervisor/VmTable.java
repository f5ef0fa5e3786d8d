package org.gale.engine.hypervisor;

import org.gale.tables.memory.StateStream;
import org.gale.tables.register.IrsIdr3;
import org.gale.tables.register.IrsVmtBaser;
import org.gale.tables.register.IrsVmtStatusr;
import org.gale.tables.vm.L1Vmte;
import org.gale.tables.vm.VmIdBits;
import org.gale.tables.vm.VmTableShape;

/**
 * Host's VM table: where the entry of a VM is, and which VM ids are in use. Its level 2 tables are added when their
 * first VM is made, and stay.
 */
final class VmTable
{
    private final HostDriver driver;
    private final PageAllocator pages;
    private VmTableShape shape = VmTableShape.of(new VmIdBits(0), false);
    private IdPool ids = new IdPool(0, 0);
    private long base;
    private boolean hasVmds;

    VmTable(final HostDriver driver, final PageAllocator pages)
    {
        this.driver = driver;
        this.pages = pages;
    }

    /**
     * Allocates the table for all VM ids that the IRS has, and makes it valid.
     *
     * @param idr3 of the host's IRS
     * @return false if there is no memory for it, or if another driver has made one valid
     */
    boolean bringUp(final int idr3)                                             // K-CR-10, K-CR-11, K-T-1
    {
        final int vmIdBits = IrsIdr3.VM_ID_BITS.get(idr3);
        final VmTableShape linear = VmTableShape.of(new VmIdBits(vmIdBits), false);
        final boolean twoLevel = IrsIdr3.VMT_LEVELS.isSet(idr3) && linear.l1Entries() > 1;
        hasVmds = IrsIdr3.VMD.isSet(idr3);
        adopt(vmIdBits, twoLevel);
        if (IrsVmtBaser.VALID.isSet(driver.irsWide(IrsVmtBaser.OFFSET)))
        {
            return false;
        }
        base = pages.allocate(shape.rootBytes(), 1);
        if (base == PageAllocator.NONE)
        {
            return false;
        }
        driver.zero(base, shape.rootBytes());
        driver.irs().vmTable(base, vmIdBits, twoLevel);

        return driver.awaitIdle(IrsVmtStatusr.OFFSET);
    }

    /** Takes a free VM id and returns it, or {@link IdPool#NONE}. */
    int takeId()                                                                // K-ID-8
    {
        return ids.take();
    }

    /** Takes a VM id, so that no VM gets it, and returns false if it is in use. */
    boolean reserveId(final int vmId)
    {
        return ids.reserve(vmId);
    }

    void releaseId(final int vmId)
    {
        ids.release(vmId);
    }

    /** Returns how many VM ids are in use, those that are leaked included. */
    int idCount()
    {
        return ids.count();
    }

    boolean isTwoLevel()
    {
        return shape.twoLevel();
    }

    /** Returns whether the IRS needs a VM descriptor. */
    boolean hasVmds()
    {
        return hasVmds;
    }

    /** Returns the level 1 entry that covers a VM. */
    long l1Entry(final int vmId)
    {
        return driver.load(base + shape.l1OffsetBytes(vmId));
    }

    /**
     * Fills the level 1 entry of a VM with a new level 2 table, unless it has one.  K-CMD-10, K-CMD-21, K-TAB-1
     *
     * @return false if there is no memory for the table
     */
    boolean fillL1Entry(final int vmId)
    {
        if (l1Entry(vmId) != 0)
        {
            return true;
        }
        final long l2 = pages.allocate(VmTableShape.L2_BYTES, VmTableShape.L2_BYTES);
        if (l2 == PageAllocator.NONE)
        {
            return false;
        }
        driver.zero(l2, VmTableShape.L2_BYTES);
        driver.store(base + shape.l1OffsetBytes(vmId), L1Vmte.withL2Address(0, l2));

        return true;
    }

    /** Returns the address of a word of a VM's entry, whose level 2 table exists. */
    long wordAddress(final int vmId, final int wordIndex)
    {
        final long table = shape.twoLevel() ? L1Vmte.l2Address(l1Entry(vmId)) : base;

        return table + shape.entryOffsetBytes(vmId) + (long)wordIndex * Long.BYTES;
    }

    /** Returns a word of a VM's entry. */
    long word(final int vmId, final int wordIndex)
    {
        return driver.load(wordAddress(vmId, wordIndex));
    }

    void word(final int vmId, final int wordIndex, final long word)
    {
        driver.store(wordAddress(vmId, wordIndex), word);
    }

    /** Passes the table's place and the ids through a stream. */
    void state(final StateStream stream)
    {
        base = stream.word(base);
        hasVmds = stream.flag(hasVmds);
        final int vmIdBits = stream.number("VM id bits", shape.vmIdBits().bits(), 0, VmIdBits.LIMIT);
        final boolean twoLevel = stream.flag(shape.twoLevel());
        if (stream.isRestoring())
        {
            adopt(vmIdBits, twoLevel);
        }
        ids.state(stream);
    }

    private void adopt(final int vmIdBits, final boolean twoLevel)
    {
        shape = VmTableShape.of(new VmIdBits(vmIdBits), twoLevel);
        ids = new IdPool(0, shape.entryCount());
    }
}
