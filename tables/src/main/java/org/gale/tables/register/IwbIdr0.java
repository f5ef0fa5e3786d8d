package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IWB_IDR0}, 32 bits, read-only: the number of wires, in 32s minus one, and the domains they may be assigned to.
 * The methods decode and encode the number.
 */
public final class IwbIdr0
{
    public static final int OFFSET = 0x0000;
    public static final Field IW_RANGE = new Field("IW_RANGE", 0, 11);
    /** Bitmap: bit n is the domain of that number in {@link InterruptDomain}. */
    public static final Field INT_DOMS = new Field("INT_DOMS", 11, 4);
    public static final List<Field> FIELDS = List.of(IW_RANGE, INT_DOMS, Field.res0(15, 17));

    private IwbIdr0()
    {
    }

    /**
     * Encodes a number of wires, a multiple of 32.
     *
     * @return the encoded {@code IWB_IDR0}
     */
    public static int withWireCount(final int idr0, final int wireCount)
    {
        return IW_RANGE.set(idr0, (wireCount / Integer.SIZE) - 1);
    }
}
