package org.gale.tables.register;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.gale.tables.field.LongField;

/**
 * {@code ICC_PPI_PRIORITYRn_EL1} and {@code ICH_PPI_PRIORITYRn_EL2}: the priorities of PPIs 8n to 8n + 7, a byte each,
 * of which the low five bits count.
 */
public final class PpiPriorityr
{
    /** Number of PPIs of a register. */
    public static final int PPI_COUNT = Long.BYTES;
    public static final List<LongField> FIELDS = IntStream.range(0, PPI_COUNT).boxed().flatMap(PpiPriorityr::lane)
        .toList();

    private static final long ONES = 0x1f;

    private PpiPriorityr()
    {
    }

    /** Returns the priority of a PPI, whose ID may be that within the PE. */
    public static int priority(final long priorityr, final int ppi)
    {
        return (int)((priorityr >>> shift(ppi)) & ONES);
    }

    private static int shift(final int ppi)
    {
        return Byte.SIZE * (ppi % PPI_COUNT);
    }

    private static Stream<LongField> lane(final int ppi)
    {
        return Stream.of(
            new LongField("PRIORITY" + ppi, Byte.SIZE * ppi, 5), LongField.res0((Byte.SIZE * ppi) + 5, 3));
    }
}
