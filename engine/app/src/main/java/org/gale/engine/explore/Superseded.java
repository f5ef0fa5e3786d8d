package org.gale.engine.explore;

/** End of an answer for which nobody waits any more. */
final class Superseded extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    Superseded()
    {
        super("a newer question of the same page came", null, false, false);
    }
}
