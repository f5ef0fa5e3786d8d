package org.gale.tables.bitmap;

/** The pool of bitmap pages has reached its limit: the run cannot go on, and says so instead of losing a bit. */
public final class PoolExhaustedException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    PoolExhaustedException(final long limitBytes)
    {
        super("the candidate index has used up its " + (limitBytes >>> 20) + " MiB (raise gale.index.limit)");
    }
}
