package org.gale.engine.gicv5.irs;

import org.gale.engine.config.MachineConfig;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.ist.IstShape;

/** What becomes of the shape that software asks for an interrupt state table (M-IST). */
final class IstRules
{
    /** What latching level 1 tables may take of the heap, all tables together: 64 MiB. */
    static final long LATCHED_LIMIT = 64L << 20;

    private static final int RESERVED = 3;

    private final int idBitsMax;
    private final int lpiIdBitsMin;
    private final boolean strict;
    private final SoftwareErrors errors;
    private long latchedBytes;

    IstRules(final MachineConfig config, final SoftwareErrors errors)
    {
        this.strict = config.strict();
        this.errors = errors;
        this.idBitsMax = config.idBits();
        this.lpiIdBitsMin = config.minLpiIdBits();
    }

    /** The physical IST: every value is brought into range (B-IST-2). */
    IstShape clamped(final int idBits, final int istsz, final int l2sz, final boolean twoLevel)
    {
        return new IstShape(
            Math.max(lpiIdBitsMin, Math.min(idBitsMax, idBits)),
            istsz == RESERVED ? 0 : istsz,
            l2sz == RESERVED ? 0 : l2sz,
            twoLevel);
    }

    /** A virtual IST: null if a value is out of range. */
    IstShape checked(final boolean spi, final int idBits, final int istsz, final int l2sz, final boolean twoLevel)
    {
        final boolean refused = istsz == RESERVED || (twoLevel && l2sz == RESERVED) || idBits > idBitsMax ||
            (!spi && idBits < lpiIdBitsMin);

        return refused ? null : new IstShape(idBits, istsz, l2sz == RESERVED ? 0 : l2sz, twoLevel);
    }

    /**
     * Files what lies in a table, or in a part of one, that has become valid. What a Pending there does is left open by
     * the architecture: it counts (M-PENDIMG), and strict mode reports it (B-TRAP-27).
     */
    void adopt(final InterruptSpace store, final int fromId, final int endId)
    {
        final int pending = store.domain().adopt(store, fromId, endId);
        if (strict && pending >= 0)
        {
            errors.report(SoftwareErrors.PENDING_IN_IMAGE, store.domain().vmId(), store.intid(pending),
                store.table().faultAddress(pending));
        }
    }

    /** May a table of that shape be latched? Counts it if so. */
    boolean reserve(final IstShape shape)
    {
        final long bytes = InterruptStateTable.latchedBytes(shape);
        if (latchedBytes + bytes > LATCHED_LIMIT)
        {
            return false;
        }
        latchedBytes += bytes;
        return true;
    }

    void giveBack(final IstShape shape)
    {
        latchedBytes -= InterruptStateTable.latchedBytes(shape);
    }
}
