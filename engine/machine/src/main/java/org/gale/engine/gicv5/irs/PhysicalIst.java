package org.gale.engine.gicv5.irs;

import org.gale.tables.memory.StateStream;
import org.gale.tables.register.IrsIstBaser;
import org.gale.tables.register.IrsIstCfgr;

/** IRS_IST_BASER, IRS_IST_CFGR and IRS_MAP_L2_ISTR: the registers of the table of physical LPIs. */
final class PhysicalIst
{
    private static final int CFGR_MASK = IrsIstCfgr.LPI_ID_BITS.mask() | IrsIstCfgr.L2SZ.mask() |
        IrsIstCfgr.ISTSZ.mask() | IrsIstCfgr.STRUCTURE.mask();
    private static final long BASER_MASK = IrsIstBaser.VALID.mask() | IrsIstBaser.ADDR.mask();

    private final IstRules rules;
    private final IstLifeCycle life;
    private final InterruptOwner physical;
    private final Residency residency;
    private long baser;
    private int cfgr;

    PhysicalIst(
        final IstRules rules, final IstLifeCycle life, final InterruptOwner physical, final Residency residency)
    {
        this.rules = rules;
        this.life = life;
        this.physical = physical;
        this.residency = residency;
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
            baser = value & BASER_MASK;
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
        life.mapL2(physical.lpis(), id);
    }

    /** Passes the registers; the table is part of the space of physical LPIs. */
    void state(final StateStream stream)
    {
        baser = stream.bits("IRS_IST_BASER", baser, BASER_MASK);
        cfgr = (int)stream.bits("IRS_IST_CFGR", cfgr, CFGR_MASK);
    }

    private void install()                                                      // B-IST-2
    {
        life.install(physical.lpis(), rules.clamped(
            IrsIstCfgr.LPI_ID_BITS.get(cfgr), IrsIstCfgr.ISTSZ.get(cfgr), IrsIstCfgr.L2SZ.get(cfgr),
            IrsIstCfgr.STRUCTURE.isSet(cfgr)), IrsIstBaser.ADDR.address(baser));
    }

    private void remove()                                                       // B-IST-6
    {
        life.remove(physical.lpis());
        residency.allChanged(physical);
    }
}
