package org.gale.tables.field;

import java.util.List;

/**
 * Field of a 32-bit word. Constants of this type cost as much as hand-written masks, because the fields of a record are
 * trusted finals. Name the constant at the call site: a method that is not inlined loses this.
 *
 * @param name  Arm's name of the field, in upper case
 * @param shift number of its least significant bit, 0 to 31
 * @param width number of its bits, 1 to 32 - {@code shift}
 */
public record Field(String name, int shift, int width)
{
    private static final String RES0 = "RES0";

    public Field
    {
        assert shift >= 0 && width > 0 && shift + width <= Integer.SIZE : name + ": " + width + " at " + shift;
    }

    /** Makes a reserved field, which reads as zero and ignores writes. A word may have several of this name. */
    public static Field res0(final int shift, final int width)
    {
        return new Field(RES0, shift, width);
    }

    /**
     * Returns the bits of all fields but the reserved ones, which a register can hold. For set-up code.
     *
     * @return the mask, in place
     */
    public static int maskOf(final List<Field> fields)
    {
        int mask = 0;

        for (final Field field : fields)
        {
            assert (mask & field.mask()) == 0 : field.name() + " overlaps another field";
            mask |= field.isReserved() ? 0 : field.mask();
        }

        return mask;
    }

    /** Returns whether fields cover each bit of a word once. For assertions about a layout. */
    public static boolean isLayout(final List<Field> fields)
    {
        int mask = 0;
        boolean isApart = true;
        for (final Field field : fields)
        {
            isApart &= (mask & field.mask()) == 0;
            mask |= field.mask();
        }

        return isApart && mask == -1;
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
    public int get(final int word)
    {
        return (word >>> shift) & ones();
    }

    /**
     * Replaces the field in a word. The value must fit.
     *
     * @return the encoded word
     */
    public int set(final int word, final int value)
    {
        assert (value & ~ones()) == 0 : name + "=" + value;

        return (word & ~mask()) | (value << shift);
    }

    /** Returns whether any bit of the field is set. */
    public boolean isSet(final int word)
    {
        return (word & mask()) != 0;
    }

    /**
     * Sets or clears all bits of the field, as a write of a one-bit field does.
     *
     * @param value true to set the bits, false to clear them
     * @return the encoded word
     */
    public int with(final int word, final boolean value)
    {
        return value ? word | mask() : word & ~mask();
    }

    /**
     * Returns the field's bits.
     *
     * @return the mask, in place
     */
    public int mask()
    {
        return ones() << shift;
    }

    private int ones()
    {
        return -1 >>> (Integer.SIZE - width);           // right for all 32 bits too, where (1 << width) - 1 is not
    }
}
