package org.gale.engine.hypervisor;

import org.gale.engine.command.KvmStep;
import org.gale.engine.machine.WordList;
import org.gale.tables.ist.IstShape;
import org.gale.tables.ist.L1Iste;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.memory.StateStream;
import org.gale.tables.vm.L2Vmte;

/**
 * Interrupt state table of the SPIs or of the LPIs of a VM, in pages of the host. Guest memory is never used for it
 * (K-IRS-11). All level 2 tables of a two-level one are allocated side by side and valid from the start (K-TAB-7), so
 * that the entries have ascending addresses in both shapes.
 */
final class GuestTable
{
    private IstShape shape = new IstShape(0, 0, 0, false);
    private long base = PageAllocator.NONE;
    private long entries = PageAllocator.NONE;

    boolean exists()
    {
        return base != PageAllocator.NONE;
    }

    int idBits()
    {
        return shape.idBits();
    }

    /** Returns the address of the entry of an interrupt. */
    long entryAddress(final int id)
    {
        return entries + (long)id * L2Iste.LENGTH;
    }

    /** Returns the word for the VM's table entry, with IST_VALID = 0. */
    long vmteWord()                                                             // K-TAB-3
    {
        return L2Vmte.istWord(base, shape);
    }

    /**
     * Allocates the table, with all entries zero.
     *
     * @param host        owns the pages
     * @param step        the fault that may be injected
     * @param idBits      number of ID bits
     * @param mayTwoLevel false for SPIs, whose table is linear
     * @return false if there is no memory
     */
    boolean allocate(final KvmHost host, final KvmStep step, final int idBits, final boolean mayTwoLevel)
    {
        final IstShape twoLevel = new IstShape(idBits, 0, host.istL2sz(), true);
        // K-TAB-6, K-TAB-8: compared with the level 2 table of the IRS, never with the page size of the host.
        shape = mayTwoLevel && host.hasTwoLevelIsts() && idBits > twoLevel.l2IndexBits() ? twoLevel :
            new IstShape(idBits, 0, 0, false);
        base = host.allocate(step, shape.rootBytes(), shape.alignmentBytes());
        if (base == PageAllocator.NONE)
        {
            return false;
        }
        entries = base;

        return !shape.twoLevel() || allocateLevel2(host);
    }

    /** Gives the pages back, if there are any. */
    void free(final KvmHost host)
    {
        if (exists())
        {
            if (shape.twoLevel())
            {
                host.free(entries, level2Bytes());
            }
            host.free(base, shape.rootBytes());
            forget();
        }
    }

    /** Adds address and length of each range of pages. */
    void addPages(final WordList to)
    {
        if (exists())
        {
            to.add(base);
            to.add(shape.rootBytes());
            if (shape.twoLevel())
            {
                to.add(entries);
                to.add(level2Bytes());
            }
        }
    }

    /** Leaves the pages to whoever may still use them: they are leaked (K-CMD-21). */
    void forget()
    {
        base = PageAllocator.NONE;
        entries = PageAllocator.NONE;
    }

    /** Passes the place and the shape through a stream. */
    void state(final StateStream stream)
    {
        base = stream.word(base);
        entries = stream.word(entries);
        final int idBits = stream.number("id bits", shape.idBits(), 0, IstShape.ID_BITS_LIMIT);
        final int l2sz = stream.number("L2SZ", shape.l2sz(), 0, 2);
        final boolean twoLevel = stream.flag(shape.twoLevel());
        if (stream.isRestoring())
        {
            shape = new IstShape(idBits, 0, l2sz, twoLevel);
        }
    }

    private boolean allocateLevel2(final KvmHost host)
    {
        entries = host.allocate(level2Bytes(), shape.l2Bytes());
        if (entries == PageAllocator.NONE)
        {
            host.free(base, shape.rootBytes());
            forget();
            return false;
        }
        for (int i = 0; i < shape.l1Entries(); i++)
        {
            final long l1Iste = L1Iste.withL2Address(0, entries + i * shape.l2Bytes());
            host.driver.store(base + (long)i * L1Iste.LENGTH, L1Iste.withValid(l1Iste, true));      // B-VMT-4
        }

        return true;
    }

    private long level2Bytes()
    {
        return shape.l1Entries() * shape.l2Bytes();
    }
}
