package org.gale.tables.bitmap;

/** Failure of a pool of bitmap pages at its limit. The run ends with it, because it would otherwise lose a bit. */
public final class PoolExhaustedException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    PoolExhaustedException(final long limitBytes)
    {
        super("the candidate index has used up its " + (limitBytes >>> 20) + " MiB (raise gale.index.limit)");
    }
}
