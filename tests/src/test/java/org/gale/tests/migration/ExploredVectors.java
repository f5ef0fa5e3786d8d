package org.gale.tests.migration;

import org.gale.tests.migration.Deed.Kind;

/** Actions on the vectors of an explored VM, each carried out on the machine and on the plain guest. For one thread. */
final class ExploredVectors
{
    private final Driven driven;

    ExploredVectors(final Driven driven)
    {
        this.driven = driven;
    }

    /** Carries an action out. */
    void act(final Kind kind, final int vector, final PlainGuest plain)
    {
        final PlainVectors vectors = plain.vectors();
        switch (kind)
        {
            case MASK_VECTOR -> mask(vector, !vectors.isMasked(vector), plain);
            case MASK_FUNCTION -> maskFunction(vector, !vectors.isFunctionMasked(vector), plain);
            case RETARGET ->
            {
                driven.retarget(vector, !vectors.isRetargeted(vector));
                vectors.retarget(vector);
            }
            case ROUTE -> route(vector, !vectors.isRouted(vector), plain);
            case TAKE ->
            {
                driven.take(vector);
                vectors.take(vector);
            }
            default -> throw new IllegalArgumentException(kind.toString());
        }
    }

    /** Takes away what keeps the messages of a vector. */
    void open(final int vector, final PlainGuest plain)
    {
        final PlainVectors vectors = plain.vectors();
        if (vectors.isMasked(vector))
        {
            mask(vector, false, plain);
        }
        if (vectors.isFunctionMasked(vector))
        {
            maskFunction(vector, false, plain);
        }
        if (driven.hasVectors() && vector == PlainVectors.CARRIED && !vectors.isRouted(vector))
        {
            route(vector, true, plain);
        }
    }

    private void mask(final int vector, final boolean is, final PlainGuest plain)
    {
        driven.maskVector(vector, is);
        plain.message(vector, plain.vectors().mask(vector, is));
    }

    private void maskFunction(final int vector, final boolean is, final PlainGuest plain)
    {
        driven.maskFunction(vector, is);
        plain.message(vector, plain.vectors().maskFunction(vector, is));
    }

    private void route(final int vector, final boolean is, final PlainGuest plain)
    {
        driven.route(vector, is);
        plain.message(vector, plain.vectors().route(vector, is));
    }
}
