package org.gale.tests.drawn;

import java.util.SplittableRandom;

/**
 * Driver of a GICv5 by text: it writes tables and registers as a kernel does, polls each IDLE bit and synchronizes.
 * Owned by one thread.
 */
final class Gicv5Driver
{
    static final int ID_BITS = 14;
    static final int L2_BITS = 10;
    static final int IWB_DEVICE = 64;

    private static final long STEP = 0x0100_0000L;
    private static final long IRS = 0x0801_0000L;
    private static final long SETLPI = 0x0802_0000L;
    private static final long ITS = 0x0810_0000L;
    private static final long IWB = 0x0820_0000L;
    private static final long IST = 0x4010_0000L;
    private static final long L2_ISTS = 0x4020_0000L;
    private static final long DEVICE_TABLES = 0x4040_0000L;
    private static final long ITS_BYTES = 0x10_0000L;
    private static final int L1_DT = 0x8_0000;
    private static final int ITT_BYTES = 0x4000;
    private static final int SPLIT = 9;
    /** LPI that an entry names which is not valid, or which lies beyond the width of a device. */
    private static final int STALE_LPI = 31;

    private final TextSession session;
    private final boolean isOrdered;
    private final boolean isTwoLevelIst;
    private final boolean isTwoLevelDt;

    /**
     * @param session   of the machine
     * @param random    draws the shapes of tables
     * @param isOrdered true to have each instruction completed and each message synchronized
     */
    Gicv5Driver(final TextSession session, final SplittableRandom random, final boolean isOrdered)
    {
        this.session = session;
        this.isOrdered = isOrdered;
        isTwoLevelIst = random.nextBoolean();
        isTwoLevelDt = random.nextBoolean();
    }

    boolean isTwoLevelIst()
    {
        return isTwoLevelIst;
    }

    boolean isTwoLevelDt()
    {
        return isTwoLevelDt;
    }

    void enableIrs(final int irs, final boolean enabled)
    {
        session.all("writel " + (irs(irs) + 0x80) + ' ' + (enabled ? 1 : 0));
        session.poll(irs(irs) + 0x80, 2);
    }

    /** Makes the table of LPIs valid, with a level 2 table for each LPI of a list. */
    void makeIst(final int[] lpis)
    {
        session.all("writel " + (irs(0) + 0x190) + ' ' + (ID_BITS | (isTwoLevelIst ? 1 << 16 : 0)));
        validateIst(true);
        for (int i = 0; isTwoLevelIst && i < lpis.length; i++)
        {
            final long entry = IST + 8L * (lpis[i] >>> L2_BITS);
            if (session.value("readq " + entry) == 0)
            {
                session.all("writeq " + entry + ' ' + (L2_ISTS + 0x1000L * (lpis[i] >>> L2_BITS)),
                    "writel " + (irs(0) + 0x1c0) + ' ' + lpis[i]);
                session.poll(irs(0) + 0x194, 1);
            }
        }
    }

    /** Has two entries of level 1, one after the other, name one table of level 2. */
    void overlap(final int first)
    {
        for (int entry = first; entry < first + 2; entry++)
        {
            session.all("writeq " + (IST + 8L * entry) + ' ' + (L2_ISTS + 0x1000L * first),
                "writel " + (irs(0) + 0x1c0) + ' ' + (entry << L2_BITS));
            session.poll(irs(0) + 0x194, 1);
        }
    }

    /** Makes the table of LPIs valid or invalid, as it is. */
    void validateIst(final boolean valid)
    {
        session.all("writeq " + (irs(0) + 0x180) + ' ' + (IST | (valid ? 1 : 0)));
        session.poll(irs(0) + 0x194, 1);
    }

    /** Returns the address of the entry of an LPI. */
    long entry(final int lpi)
    {
        return isTwoLevelIst ? L2_ISTS + 4L * lpi : IST + 4L * lpi;
    }

    void startPe(final int pe, final long ppis0, final long ppis1)
    {
        session.all("sysw " + pe + " el1 ICC_PCR_EL1 31", "sysw " + pe + " el1 ICC_PPI_ENABLER0_EL1 " + ppis0,
            "sysw " + pe + " el1 ICC_PPI_ENABLER1_EL1 " + ppis1, "sysw " + pe + " el1 ICC_CR0_EL1 3");
    }

    void prioritisePpi(final int pe, final int ppi, final int priority)
    {
        final String register = " el1 ICC_PPI_PRIORITYR" + (ppi >>> 3) + "_EL1";
        final long before = session.value("sysr " + pe + register);
        session.all("sysw " + pe + register + ' ' + (before | (long)priority << ((ppi & 7) << 3)));
    }

    /** Enables an ITS without devices. */
    void enableIts(final int its)
    {
        if (isTwoLevelDt)
        {
            for (int i = 0; i < 8; i++)
            {
                session.all("writeq " + (tables(its) + L1_DT + 8L * i) + ' ' +
                    Long.toUnsignedString((long)SPLIT << 60 | tables(its) + 0x1000L * i | 1));
            }
        }
        session.all("writel " + (its(its) + 0xd0) + ' ' + (isTwoLevelDt ? 1 << 16 | 12 : 8),
            "writeq " + (its(its) + 0xc0) + ' ' + (tables(its) + (isTwoLevelDt ? L1_DT : 0)),
            "writel " + (its(its) + 0x80) + " 1");
        session.poll(its(its) + 0x80, 2);
    }

    /**
     * Makes a device known to an ITS, or unknown.
     *
     * @param slot      number of its translation table
     * @param eventBits width of its events
     * @param twoLevel  true for a translation table of two levels
     */
    void device(final int its, final int slot, final int device, final int eventBits, final boolean twoLevel,
        final boolean valid)
    {
        final long itt = itt(its, slot);
        for (int i = 0; twoLevel && valid && i < 1 << (eventBits - SPLIT); i++)
        {
            session.all("writeq " + (itt + 8L * i) + ' ' +
                Long.toUnsignedString((long)SPLIT << 60 | itt + 0x1000L * (i + 1) | 1));
        }
        if (!twoLevel && valid)
        {
            session.all("writeq " + (itt + (8L << eventBits)) + ' ' + (1L << 31 | STALE_LPI));
        }
        session.all("writeq " + (tables(its) + 8L * device) + ' ' +
            Long.toUnsignedString((long)eventBits << 59 | (twoLevel ? 1L << 58 : 0) | itt | (valid ? 1 : 0)),
            "writeq " + (its(its) + 0x100) + ' ' + device,
            "writel " + (its(its) + 0x110) + ' ' + (1L << 31 | eventBits << 1));
        session.poll(its(its) + 0x120, 1);
        synchronize(its);
    }

    /**
     * Maps an event of a device, or takes it back.
     *
     * @param lpi the LPI, or negative for none
     */
    void map(final int its, final int slot, final int device, final int event, final boolean twoLevel, final int lpi)
    {
        mapEntry(its, slot, device, event, twoLevel, lpi < 0 ? STALE_LPI : 1L << 31 | lpi);
    }

    /** Maps an event of a device by the entry of its translation table. */
    void mapEntry(final int its, final int slot, final int device, final int event, final boolean twoLevel,
        final long itte)
    {
        final long entry = itt(its, slot) + 8L * event + (twoLevel ? 0x1000 : 0);
        session.all("writeq " + entry + ' ' + Long.toUnsignedString(itte),
            "writeq " + (its(its) + 0x100) + ' ' + device, "writel " + (its(its) + 0x108) + ' ' + event,
            "writel " + (its(its) + 0x10c) + ' ' + (1L << 31));
        session.poll(its(its) + 0x120, 1);
        synchronize(its);
    }

    /** Changes an event while its ITS is disabled, and needs no invalidation. */
    void mapWhileDisabled(final int its, final int slot, final int event, final boolean twoLevel, final int lpi)
    {
        session.all("writeq " + (itt(its, slot) + 8L * event + (twoLevel ? 0x1000 : 0)) + ' ' + (1L << 31 | lpi));
    }

    /** Enables or disables an ITS. */
    void enableIts(final int its, final boolean enabled)
    {
        session.all("writel " + (its(its) + 0x80) + ' ' + (enabled ? 1 : 0));
        session.poll(its(its) + 0x80, 2);
    }

    /** Has an ITS generate an event. */
    void generate(final int its, final int device, final int event)
    {
        session.all("writeq " + (its(its) + 0x180) + ' ' + device, "writel " + (its(its) + 0x188) + ' ' + event,
            "writel " + (its(its) + 0x18c) + ' ' + (1L << 31 | 1));
        session.poll(its(its) + 0x190, 1);
    }

    void setLpi(final int irs, final int lpi)
    {
        session.all("writel " + (SETLPI + STEP * irs) + ' ' + lpi);
    }

    /** Waits until what an ITS has accepted has reached the IRSs, if that takes time. */
    void settle(final int its)
    {
        if (isOrdered)
        {
            synchronize(its);
        }
    }

    private void synchronize(final int its)
    {
        session.all("writeq " + (its(its) + 0x140) + ' ' + Long.toUnsignedString(1L << 63 | 1L << 32));
        session.poll(its(its) + 0x148, 1);
        session.all("writel " + (irs(0) + 0xc0) + ' ' + (1L << 31));
        session.poll(irs(0) + 0xc4, 1);
    }

    /** Enables the bridge, whose wires are disabled. */
    void enableIwb(final int levels)
    {
        session.all("writel " + (IWB + 0x80) + " 1");
        session.poll(IWB + 0x80, 2);
        session.all("writel " + (IWB + 0x4000) + ' ' + levels);
    }

    void enableWires(final int wires)
    {
        session.all("writel " + (IWB + 0x2000) + ' ' + wires);
        session.poll(IWB + 0xc0, 1);
        settle(0);
    }

    void trigger(final int irs, final int spi, final boolean level)
    {
        select(irs, spi);
        session.all("writel " + (irs(irs) + 0x114) + ' ' + (level ? 1 : 0));
        session.poll(irs(irs) + 0x118, 1);
    }

    void resample(final int irs, final int spi)
    {
        session.all("writel " + (irs(irs) + 0x110) + ' ' + spi);
        session.poll(irs(irs) + 0x118, 1);
    }

    /** Executes an instruction that names an interrupt. */
    void instruction(final int pe, final String name, final int intid, final long fields)
    {
        session.all("insn " + pe + " el1 " + name + " 0x" + Long.toHexString(Integer.toUnsignedLong(intid) | fields));
        if (isOrdered)
        {
            session.all("insn " + pe + " el1 GSBSYS");
        }
    }

    /** Returns the entry of an interrupt as CDRCFG describes it, or a negative number if it cannot be reached. */
    long describe(final int pe, final int intid)
    {
        instruction(pe, "CDRCFG", intid, 0);
        final long icsr = session.value("sysr " + pe + " el1 ICC_ICSR_EL1");

        return (icsr & 1) != 0 ? -1 : ((icsr >>> 2) & 1) | ((icsr >>> 3) & 2) | ((icsr >>> 3) & 4) | ((icsr << 2) & 8) |
            (icsr & 0xf800) | ((icsr >>> 16) & 0xffff_0000L);
    }

    private void select(final int irs, final int spi)
    {
        session.all("writel " + (irs(irs) + 0x108) + ' ' + spi);
        session.poll(irs(irs) + 0x118, 1);
    }

    private static long irs(final int irs)
    {
        return IRS + STEP * irs;
    }

    private static long its(final int its)
    {
        return ITS + STEP * its;
    }

    private static long tables(final int its)
    {
        return DEVICE_TABLES + ITS_BYTES * its;
    }

    private static long itt(final int its, final int slot)
    {
        return tables(its) + ITS_BYTES / 2 + 0x1_0000 + (long)ITT_BYTES * slot;
    }
}
