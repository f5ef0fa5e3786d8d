package org.gale.tables.field;

import java.util.List;

/**
 * A field of a 32-bit word. Constants of this type cost what hand-written masks cost, because the fields of a record
 * are trusted finals: name the constant at the call site, and do not pass it through a method that is not inlined.
 *
 * @param name  Arm's name of the field, in upper case.
 * @param shift number of its least significant bit, 0 to 31.
 * @param width number of its bits, 1 to 32 - {@code shift}.
 */
public record Field(String name, int shift, int width)
{
    private static final String RES0 = "RES0";

    /** A reserved field: reads as zero, and what is written is dropped. A word may have several of this name. */
    public static Field res0(final int shift, final int width)
    {
        return new Field(RES0, shift, width);
    }

    /** The bits of all fields but the reserved ones: what a register can hold. For set-up code. */
    public static int maskOf(final List<Field> fields)
    {
        int mask = 0;

        for (final Field field : fields)
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
    public int get(final int word)
    {
        return (word >>> shift) & ones();
    }

    /** The word with the field replaced; the value must fit. */
    public int set(final int word, final int value)
    {
        assert (value & ~ones()) == 0 : name + "=" + value;

        return (word & ~mask()) | (value << shift);
    }

    /** Is any bit of the field set? */
    public boolean isSet(final int word)
    {
        return (word & mask()) != 0;
    }

    /** The word with all bits of the field set, or all cleared: the write of a one-bit field. */
    public int with(final int word, final boolean value)
    {
        return value ? word | mask() : word & ~mask();
    }

    /** The field's bits, in place. */
    public int mask()
    {
        return ones() << shift;
    }

    private int ones()
    {
        return -1 >>> (Integer.SIZE - width);           // right for all 32 bits too, where (1 << width) - 1 is not
    }
}
