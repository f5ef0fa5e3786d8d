package org.gale.tables.register;

import java.util.List;
import java.util.stream.IntStream;

import org.gale.tables.field.LongField;

/**
 * {@code ICC_PPI_DOMAINRn_EL3}: the domains of PPIs 32n to 32n + 31, each one of {@link InterruptDomain}.
 */
public final class IccPpiDomainrEl3
{
    /** Number of PPIs of a register. */
    public static final int PPI_COUNT = 32;
    public static final List<LongField> FIELDS =
        IntStream.range(0, PPI_COUNT).mapToObj(ppi -> new LongField("DOMAIN" + ppi, 2 * ppi, 2)).toList();

    private IccPpiDomainrEl3()
    {
    }

    /** Returns the domain of a PPI, whose ID may be that within the PE. */
    public static int domain(final long domainr, final int ppi)
    {
        return (int)(domainr >>> shift(ppi)) & 3;
    }

    public static long withDomain(final long domainr, final int ppi, final int domain)
    {
        return (domainr & ~(3L << shift(ppi))) | ((long)domain << shift(ppi));
    }

    private static int shift(final int ppi)
    {
        return 2 * (ppi % PPI_COUNT);
    }
}
