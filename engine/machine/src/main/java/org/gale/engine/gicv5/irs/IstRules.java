package org.gale.engine.gicv5.irs;

import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.tables.ist.IstShape;

/**
 * Limits to the shape of an interrupt state table that software may ask for: sizes of ids, entries and tables (M-IST).
 */
final class IstRules
{
    private static final int RESERVED = 3;

    private final int idBitsMax;
    private final int lpiIdBitsMin;

    IstRules(final MachineConfig config)
    {
        this.idBitsMax = config.value(MachineKeys.ID_BITS);
        this.lpiIdBitsMin = config.value(MachineKeys.MIN_LPI_ID_BITS);
    }

    /** Returns the shape of a physical IST: every value is brought into range (B-IST-2). */
    IstShape clamped(final int idBits, final int istsz, final int l2sz, final boolean twoLevel)
    {
        return new IstShape(
            Math.max(lpiIdBitsMin, Math.min(idBitsMax, idBits)),
            istsz == RESERVED ? 0 : istsz,
            l2sz == RESERVED ? 0 : l2sz,
            twoLevel);
    }

    /** Returns the shape of a virtual IST, or null if a value is out of range. */
    IstShape checked(final boolean spi, final int idBits, final int istsz, final int l2sz, final boolean twoLevel)
    {
        final boolean refused = istsz == RESERVED || (twoLevel && l2sz == RESERVED) || idBits > idBitsMax ||
            (!spi && idBits < lpiIdBitsMin);

        return refused ? null : new IstShape(idBits, istsz, l2sz == RESERVED ? 0 : l2sz, twoLevel);
    }
}
