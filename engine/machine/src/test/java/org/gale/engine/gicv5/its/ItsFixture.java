package org.gale.engine.gicv5.its;

import java.util.ArrayList;
import java.util.List;

import org.gale.engine.accounting.OwnerId;
import org.gale.engine.config.ItsCaching;
import org.gale.engine.machine.RegisterTable;
import org.gale.engine.support.ItsEntries;
import org.gale.tables.its.DeviceIdBits;
import org.gale.tables.its.EventIdBits;
import org.gale.tables.its.L2Dte;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.register.ItsCr0;
import org.gale.tables.register.ItsDtBaser;
import org.gale.tables.register.ItsDtCfgr;

import static org.gale.engine.support.ItsEntries.level1;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** ITS over 16 MiB of RAM whose events are recorded, and tables for it at fixed places. */
final class ItsFixture implements AutoCloseable
{
    static final long RAM = 0x4000_0000L;
    static final long RAM_BYTES = 16L << 20;
    static final long DT = RAM + 0x10_0000;
    static final long L2_DT = RAM + 0x20_0000;
    static final long ITT = RAM + 0x30_0000;
    static final long L2_ITT = RAM + 0x50_0000;
    static final int TWO_LEVEL = 1 << 16;
    static final int DEVICE_ID_BITS = 20;
    static final int EVENT_ID_BITS = 16;
    /** Domain 2 of IRS 3, which no machine has: an ITS passes on what it was made with. */
    static final int OWNER = OwnerId.physical(3, 2);

    final PhysicalMemory memory = PhysicalMemory.anonymous(RAM, RAM_BYTES);
    final List<String> events = new ArrayList<>();
    final Its its;
    final RegisterTable registers;
    /** Result of the sink. */
    boolean reachable = true;

    ItsFixture()
    {
        this(DEVICE_ID_BITS, EVENT_ID_BITS, true);
    }

    ItsFixture(final int deviceIdBits, final int eventIdBits, final boolean swe)
    {
        this(deviceIdBits, eventIdBits, swe, ItsCaching.NONE);
    }

    private ItsFixture(final int deviceIdBits, final int eventIdBits, final boolean swe, final ItsCaching caching)
    {
        its = new Its(0, memory, new DeviceIdBits(deviceIdBits), new EventIdBits(eventIdBits), swe, caching, OWNER,
            this::record);
        registers = ItsConfigFrame.registers(its);
    }

    /** Returns an ITS that keeps table entries until they are invalidated. */
    static ItsFixture caching(final ItsCaching caching)
    {
        return new ItsFixture(DEVICE_ID_BITS, EVENT_ID_BITS, true, caching);
    }

    /** Enables the ITS with a linear device table at {@link #DT}. */
    ItsFixture linear(final int deviceIdBits)
    {
        return enable(DT, deviceIdBits);
    }

    /** Enables the ITS with a two-level device table whose level 1 is at {@link #DT}. */
    ItsFixture twoLevel(final int deviceIdBits, final int l2sz)
    {
        return enable(DT, TWO_LEVEL | l2sz << 6 | deviceIdBits);
    }

    ItsFixture enable(final long dtBaser, final int dtCfgr)
    {
        registers.write(ItsDtCfgr.OFFSET, Integer.BYTES, dtCfgr);
        registers.write(ItsDtBaser.OFFSET, Long.BYTES, dtBaser);
        enable(true);

        return this;
    }

    void enable(final boolean itsen)
    {
        registers.write(ItsCr0.OFFSET, Integer.BYTES, itsen ? 1 : 0);
    }

    /** Stores entry {@code index} of the table at an address. */
    ItsFixture entry(final long table, final long index, final long value)
    {
        memory.storeLong(table + index * Long.BYTES, value);

        return this;
    }

    /** Stores a device in a linear device table, with a linear translation table at {@link #ITT}. */
    ItsFixture device(final int deviceId, final int eventIdBits)
    {
        return entry(DT, deviceId, L2Dte.linear(ITT, new EventIdBits(eventIdBits)));
    }

    /**
     * Stores a device in a linear device table, with a two-level translation table whose level 1 is at {@link #ITT}.
     */
    ItsFixture twoLevelDevice(final int deviceId, final int eventIdBits, final int ittL2sz)
    {
        return entry(DT, deviceId, ItsEntries.twoLevelDevice(ITT, new EventIdBits(eventIdBits), ittL2sz));
    }

    ItsFixture l1Dte(final int index, final int span)
    {
        return entry(DT, index, level1(L2_DT, span));
    }

    ItsFixture l1Itte(final int index, final int span)
    {
        return entry(ITT, index, level1(L2_ITT, span));
    }

    int word(final int offset)
    {
        return (int)registers.read(offset, Integer.BYTES);
    }

    long wide(final int offset)
    {
        return registers.read(offset, Long.BYTES);
    }

    void writeWord(final int offset, final int value)
    {
        registers.write(offset, Integer.BYTES, value);
    }

    void writeWide(final int offset, final long value)
    {
        registers.write(offset, Long.BYTES, value);
    }

    @Override
    public void close()
    {
        memory.close();
    }

    private boolean record(final int owner, final int intid, final int kind)
    {
        assertEquals(OwnerId.irs(OWNER), OwnerId.irs(owner));
        assertEquals(OwnerId.domain(OWNER), OwnerId.domain(owner));
        events.add(OwnerId.name(owner) + " " + Integer.toHexString(intid) + " " + kind);

        return reachable;
    }
}
