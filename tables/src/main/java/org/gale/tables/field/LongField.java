package org.gale.tables.field;

import java.util.List;

/**
 * Field of a 64-bit word, with Arm's name: gets and sets its bits, as {@link Field} does for 32 bits.
 *
 * @param name  Arm's name of the field, in upper case
 * @param shift number of its least significant bit, 0 to 63
 * @param width number of its bits, 1 to 64 - {@code shift}
 */
public record LongField(String name, int shift, int width)
{
    private static final String RES0 = "RES0";

    public LongField
    {
        assert shift >= 0 && width > 0 && shift + width <= Long.SIZE : name + ": " + width + " at " + shift;
    }

    /** Makes a reserved field, which reads as zero and ignores writes. A word may have several of this name. */
    public static LongField res0(final int shift, final int width)
    {
        return new LongField(RES0, shift, width);
    }

    /**
     * Returns the bits of all fields but the reserved ones, which a register can hold. For set-up code.
     *
     * @return the mask, in place
     */
    public static long maskOf(final List<LongField> fields)
    {
        long mask = 0;

        for (final LongField field : fields)
        {
            assert (mask & field.mask()) == 0 : field.name() + " overlaps another field";
            mask |= field.isReserved() ? 0 : field.mask();
        }

        return mask;
    }

    /** Returns whether fields cover each bit of a word once. For assertions about a layout. */
    public static boolean isLayout(final List<LongField> fields)
    {
        long mask = 0;
        boolean isApart = true;
        for (final LongField field : fields)
        {
            isApart &= (mask & field.mask()) == 0;
            mask |= field.mask();
        }

        return isApart && mask == -1L;
    }

    public boolean isReserved()
    {
        return RES0.equals(name);
    }

    /**
     * Returns the field's value in a word.
     *
     * @return the value, right-aligned and zero-extended
     */
    public long get(final long word)
    {
        return (word >>> shift) & ones();
    }

    /**
     * Returns the value of a field of at most 32 bits.
     *
     * @return the value, right-aligned; negative if the field has 32 bits and the top one is set
     */
    public int getInt(final long word)
    {
        assert width <= Integer.SIZE : name + " has " + width + " bits";

        return (int)get(word);
    }

    /**
     * Replaces the field in a word. The value must fit.
     *
     * @return the encoded word
     */
    public long set(final long word, final long value)
    {
        assert (value & ~ones()) == 0 : name + "=" + value;

        return (word & ~mask()) | (value << shift);
    }

    /** Returns whether any bit of the field is set. */
    public boolean isSet(final long word)
    {
        return (word & mask()) != 0;
    }

    /**
     * Sets or clears all bits of the field, as a write of a one-bit field does.
     *
     * @param value true to set the bits, false to clear them
     * @return the encoded word
     */
    public long with(final long word, final boolean value)
    {
        return value ? word | mask() : word & ~mask();
    }

    /**
     * Returns the address in an address field: bit N of the word is bit N of the address.
     *
     * @return the address in bytes
     */
    public long address(final long word)
    {
        return word & mask();
    }

    /**
     * Replaces the address in a word. Address bits outside the field are dropped.
     *
     * @return the encoded word
     */
    public long withAddress(final long word, final long address)
    {
        return (word & ~mask()) | (address & mask());
    }

    /**
     * Returns the field's bits.
     *
     * @return the mask, in place
     */
    public long mask()
    {
        return ones() << shift;
    }

    private long ones()
    {
        return -1L >>> (Long.SIZE - width);             // right for all 64 bits too, where (1L << width) - 1 is not
    }
}
