package org.gale.tables.register;

import java.util.List;
import java.util.stream.IntStream;

import org.gale.tables.field.Field;

/**
 * {@code IWB_WDOMAINRn}, 32 bits: the domains of wires 16n to 16n + 15, each one of {@link InterruptDomain}.
 */
public final class IwbWdomainr
{
    /** Offset of the first register; the others follow at steps of 4. */
    public static final int OFFSET = 0x8000;
    /** Number of wires of a register. */
    public static final int WIRE_COUNT = 16;
    public static final List<Field> FIELDS =
        IntStream.range(0, WIRE_COUNT).mapToObj(wire -> new Field("DOMAIN" + wire, 2 * wire, 2)).toList();

    private IwbWdomainr()
    {
    }

    public static int withDomain(final int wdomainr, final int wire, final int domain)
    {
        return (wdomainr & ~(3 << shift(wire))) | (domain << shift(wire));
    }

    private static int shift(final int wire)
    {
        return 2 * (wire % WIRE_COUNT);
    }
}
