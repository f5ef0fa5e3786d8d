package org.gale.tables.field;

import java.util.List;

/**
 * A field of a 64-bit word; see {@link Field}.
 *
 * @param name  Arm's name of the field, in upper case.
 * @param shift number of its least significant bit, 0 to 63.
 * @param width number of its bits, 1 to 64 - {@code shift}.
 */
public record LongField(String name, int shift, int width)
{
    private static final String RES0 = "RES0";

    /** A reserved field: reads as zero, and what is written is dropped. A word may have several of this name. */
    public static LongField res0(final int shift, final int width)
    {
        return new LongField(RES0, shift, width);
    }

    /** The bits of all fields but the reserved ones: what a register can hold. For set-up code. */
    public static long maskOf(final List<LongField> fields)
    {
        long mask = 0;

        for (final LongField field : fields)
        {
            mask |= field.isReserved() ? 0 : field.mask();
        }

        return mask;
    }

    public boolean isReserved()
    {
        return RES0.equals(name);
    }

    /** The field's value in a word, right-aligned and zero-extended. */
    public long get(final long word)
    {
        return (word >>> shift) & ones();
    }

    /** The value of a field of at most 32 bits; all 32 may come out negative. */
    public int getInt(final long word)
    {
        assert width <= Integer.SIZE : name + " has " + width + " bits";

        return (int)get(word);
    }

    /** The word with the field replaced; the value must fit. */
    public long set(final long word, final long value)
    {
        assert (value & ~ones()) == 0 : name + "=" + value;

        return (word & ~mask()) | (value << shift);
    }

    /** Is any bit of the field set? */
    public boolean isSet(final long word)
    {
        return (word & mask()) != 0;
    }

    /** The word with all bits of the field set, or all cleared: the write of a one-bit field. */
    public long with(final long word, final boolean value)
    {
        return value ? word | mask() : word & ~mask();
    }

    /** The address that an address field holds: its bits are the address bits of the same number. */
    public long address(final long word)
    {
        return word & mask();
    }

    /** The word with another address; bits of the address that the field does not have are dropped. */
    public long withAddress(final long word, final long address)
    {
        return (word & ~mask()) | (address & mask());
    }

    /** The field's bits, in place. */
    public long mask()
    {
        return ones() << shift;
    }

    private long ones()
    {
        return -1L >>> (Long.SIZE - width);             // right for all 64 bits too, where (1L << width) - 1 is not
    }
}
