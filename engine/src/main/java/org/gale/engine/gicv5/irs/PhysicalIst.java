package org.gale.engine.gicv5.irs;

import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.ist.IstShape;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateReader;
import org.gale.tables.memory.StateWriter;
import org.gale.tables.register.IrsIstBaser;
import org.gale.tables.register.IrsIstCfgr;

/** IRS_IST_BASER, IRS_IST_CFGR and IRS_MAP_L2_ISTR: the life of the table of physical LPIs. */
final class PhysicalIst
{
    private static final int CFGR_MASK = IrsIstCfgr.LPI_ID_BITS.mask() | IrsIstCfgr.L2SZ.mask() |
        IrsIstCfgr.ISTSZ.mask() | IrsIstCfgr.STRUCTURE.mask();

    private final PhysicalMemory memory;
    private final IstRules rules;
    private final InterruptOwner physical;
    private final Residency residency;
    private final SoftwareErrors errors;
    private long baser;
    private int cfgr;

    PhysicalIst(
        final PhysicalMemory memory,
        final IstRules rules,
        final InterruptOwner physical,
        final Residency residency,
        final SoftwareErrors errors)
    {
        this.memory = memory;
        this.rules = rules;
        this.physical = physical;
        this.residency = residency;
        this.errors = errors;
    }

    long baser()
    {
        return baser;
    }

    int cfgr()
    {
        return cfgr;
    }

    boolean isValid()
    {
        return IrsIstBaser.VALID.isSet(baser);
    }

    void writeCfgr(final int value)                                             // B-IST-1, M-CFG
    {
        if (!isValid())
        {
            cfgr = value & CFGR_MASK;
        }
    }

    void writeBaser(final long value)
    {
        final boolean valid = IrsIstBaser.VALID.isSet(value);
        if (!isValid())
        {
            baser = value & (IrsIstBaser.VALID.mask() | IrsIstBaser.ADDR.mask());
            if (valid)
            {
                install();
            }
        }
        else if (!valid)
        {
            baser &= ~IrsIstBaser.VALID.mask();                                 // B-IST-1: ADDR is kept
            remove();
        }
    }

    void mapL2(final int id)                                                    // B-IST-8
    {
        final InterruptSpace lpis = physical.lpis();
        if (lpis.table() == null)
        {
            return;
        }
        final int result = lpis.table().mapL2(id);
        if (result == InterruptStateTable.L1_ABORT)
        {
            errors.report(SoftwareErrors.L1_ISTE_MAP, InterruptOwner.PHYSICAL, lpis.intid(id),
                lpis.table().faultAddress(id));
        }
        else if (result == InterruptStateTable.REACHABLE)
        {
            rules.adopt(lpis, lpis.table().firstIdOfL2(id), lpis.table().endIdOfL2(id));
            residency.markAll();
        }
    }

    /** The registers; the table is part of the store of physical LPIs. */
    void save(final StateWriter writer)
    {
        writer.word(baser);
        writer.word(cfgr);
    }

    void restore(final StateReader reader)
    {
        baser = reader.word() & (IrsIstBaser.VALID.mask() | IrsIstBaser.ADDR.mask());
        cfgr = (int)reader.word() & CFGR_MASK;
    }

    private void install()
    {
        final IstShape shape = rules.clamped(
            IrsIstCfgr.LPI_ID_BITS.get(cfgr), IrsIstCfgr.ISTSZ.get(cfgr), IrsIstCfgr.L2SZ.get(cfgr),
            IrsIstCfgr.STRUCTURE.isSet(cfgr));
        final InterruptSpace lpis = physical.lpis();
        lpis.install(new InterruptStateTable(memory, shape, baser & IrsIstBaser.ADDR.mask()));
        rules.adopt(lpis, 0, shape.entryCount());
        residency.markAll();
    }

    private void remove()                                                       // B-IST-6
    {
        final InterruptSpace lpis = physical.lpis();
        physical.abandon(lpis);
        lpis.table().release();
        lpis.install(null);
        residency.markAll();
    }
}
