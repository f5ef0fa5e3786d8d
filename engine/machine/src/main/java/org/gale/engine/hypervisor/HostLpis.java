package org.gale.engine.hypervisor;

import org.gale.engine.config.IaffidMap;
import org.gale.tables.ist.IstShape;
import org.gale.tables.ist.L1Iste;
import org.gale.tables.memory.StateStream;
import org.gale.tables.operand.GicCdAff;
import org.gale.tables.operand.GicCdIntid;
import org.gale.tables.operand.GicCdPend;
import org.gale.tables.operand.GicCdPri;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.IrsIdr2;
import org.gale.tables.register.IrsIstBaser;
import org.gale.tables.register.IrsIstCfgr;
import org.gale.tables.register.IrsIstStatusr;
import org.gale.tables.register.IrsMapL2Istr;

/**
 * LPIs of the host, which serve as doorbells of vCPUs: the physical interrupt state table and the ids in use. A level 2
 * table is added when its first LPI is needed, and stays.
 */
final class HostLpis
{
    private final HostDriver driver;
    private final PageAllocator pages;
    private final IaffidMap iaffids;
    private IstShape shape = new IstShape(0, 0, 0, false);
    private IdPool ids = new IdPool(0, 0);
    private long base;
    private int firstId;

    HostLpis(final HostDriver driver, final PageAllocator pages, final IaffidMap iaffids)
    {
        this.driver = driver;
        this.pages = pages;
        this.iaffids = iaffids;
    }

    /**
     * Makes the physical table valid. Where a driver has done so before, doorbells take the upper half of its ids.
     *
     * @param idr2   of the host's IRS
     * @param idBits bits of an LPI id, if the table is made here
     * @param l2sz   L2SZ of the level 2 tables, if they are made here
     * @return false if there is no memory for it, or if the IRS has no LPIs
     */
    boolean bringUp(final int idr2, final int idBits, final int l2sz)           // K-CR-11
    {
        final long baser = driver.irsWide(IrsIstBaser.OFFSET);
        if (IrsIstBaser.VALID.isSet(baser))
        {
            final int cfgr = driver.irs(IrsIstCfgr.OFFSET);
            base = IrsIstBaser.ADDR.address(baser);
            adopt(IrsIstCfgr.LPI_ID_BITS.get(cfgr), IrsIstCfgr.ISTSZ.get(cfgr), IrsIstCfgr.L2SZ.get(cfgr),
                IrsIstCfgr.STRUCTURE.isSet(cfgr), true);
            return true;
        }

        return IrsIdr2.LPI.isSet(idr2) && makeValid(IrsIdr2.IST_LEVELS.isSet(idr2), idBits, l2sz);
    }

    /**
     * Takes a free LPI and makes it reachable, edge, enabled and of the highest priority.
     *
     * @return its id, or {@link IdPool#NONE}
     */
    int take()
    {
        final int id = ids.take();
        if (id == IdPool.NONE)
        {
            return IdPool.NONE;
        }
        if (!isReachable(id))
        {
            ids.release(id);
            return IdPool.NONE;
        }

        return id;
    }

    void release(final int id)
    {
        ids.release(id);
    }

    /** Requests the interrupt: from now on the host takes it. */
    void enable(final int id)
    {
        final int intid = Intid.of(Intid.TYPE_LPI, id);
        driver.execute(driver.anyPe(), GicInstruction.CDPRI, GicCdPri.of(intid, 0));
        driver.execute(driver.anyPe(), GicInstruction.CDEN, GicCdIntid.of(intid));
    }

    /** Frees the interrupt: it is neither enabled nor pending any more. */
    void disable(final int id)
    {
        final int intid = Intid.of(Intid.TYPE_LPI, id);
        driver.execute(driver.anyPe(), GicInstruction.CDDIS, GicCdIntid.of(intid));
        driver.execute(driver.anyPe(), GicInstruction.CDPEND, GicCdPend.of(intid, false));
    }

    /** Sets the PE that takes the interrupt. */
    void target(final int id, final int pe)                                     // K-LP-6
    {
        final int intid = Intid.of(Intid.TYPE_LPI, id);
        driver.execute(pe, GicInstruction.CDAFF, GicCdAff.of(intid, iaffids.iaffid(pe), false));
    }

    /** Returns how many LPIs are in use. */
    int count()
    {
        return ids.count();
    }

    /** Passes the table's place and the ids through a stream. */
    void state(final StateStream stream)
    {
        base = stream.word(base);
        firstId = stream.word32(firstId);
        final int idBits = stream.number("id bits", shape.idBits(), 0, IstShape.ID_BITS_LIMIT);
        final int istsz = stream.number("ISTSZ", shape.istsz(), 0, 2);
        final int l2sz = stream.number("L2SZ", shape.l2sz(), 0, 2);
        final boolean twoLevel = stream.flag(shape.twoLevel());
        if (stream.isRestoring())
        {
            adopt(idBits, istsz, l2sz, twoLevel, firstId != 0);
        }
        ids.state(stream);
    }

    private boolean makeValid(final boolean hasTwoLevels, final int idBits, final int l2sz)
    {
        final boolean twoLevel = hasTwoLevels && idBits > new IstShape(idBits, 0, l2sz, true).l2IndexBits();
        final IstShape wanted = new IstShape(idBits, 0, l2sz, twoLevel);
        base = pages.allocate(wanted.rootBytes(), wanted.alignmentBytes());
        if (base == PageAllocator.NONE)
        {
            return false;
        }
        driver.zero(base, wanted.rootBytes());
        int cfgr = IrsIstCfgr.LPI_ID_BITS.set(0, idBits);
        cfgr = IrsIstCfgr.L2SZ.set(cfgr, l2sz);
        driver.irs(IrsIstCfgr.OFFSET, IrsIstCfgr.STRUCTURE.with(cfgr, twoLevel));
        driver.irsWide(IrsIstBaser.OFFSET, IrsIstBaser.VALID.with(IrsIstBaser.ADDR.withAddress(0, base), true));
        adopt(idBits, 0, l2sz, twoLevel, false);

        return driver.awaitIdle(IrsIstStatusr.OFFSET);
    }

    private void adopt(
        final int idBits, final int istsz, final int l2sz, final boolean twoLevel, final boolean upperHalf)
    {
        shape = new IstShape(idBits, Math.min(istsz, 2), Math.min(l2sz, 2), twoLevel);
        firstId = upperHalf ? shape.entryCount() >>> 1 : 0;
        ids = new IdPool(firstId, shape.entryCount());
    }

    private boolean isReachable(final int id)                                   // B-IST-8
    {
        if (!shape.twoLevel())
        {
            return true;
        }
        final long entry = base + shape.l1OffsetBytes(id);
        if (!L1Iste.isValid(driver.load(entry)))
        {
            final long l2 = pages.allocate(shape.l2Bytes(), shape.l2Bytes());
            if (l2 == PageAllocator.NONE)
            {
                return false;
            }
            driver.zero(l2, shape.l2Bytes());
            driver.store(entry, L1Iste.withL2Address(0, l2));
            driver.irs(IrsMapL2Istr.OFFSET, id);
        }

        return driver.awaitIdle(IrsIstStatusr.OFFSET);
    }
}
