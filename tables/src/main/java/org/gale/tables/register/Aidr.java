package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IRS_AIDR}, {@code ITS_AIDR} and {@code IWB_AIDR}, 32 bits, read-only: the version of the architecture and the
 * kind of component. GICv5.0 is 0.0.
 */
public final class Aidr
{
    /** Offset in every CONFIG frame. */
    public static final int OFFSET = 0x0044;
    public static final Field ARCH_MINOR_REV = new Field("ARCH_MINOR_REV", 0, 4);
    public static final Field ARCH_MAJOR_REV = new Field("ARCH_MAJOR_REV", 4, 4);
    public static final Field COMPONENT = new Field("COMPONENT", 8, 4);
    public static final List<Field> FIELDS = List.of(ARCH_MINOR_REV, ARCH_MAJOR_REV, COMPONENT, Field.res0(12, 20));

    private Aidr()
    {
    }

    public static final int COMPONENT_IRS = 0;
    public static final int COMPONENT_ITS = 1;
    public static final int COMPONENT_IWB = 2;
}
