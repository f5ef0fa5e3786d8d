package org.gale.engine.hunt;

/** End of a hunt that was interrupted. */
public final class HuntEndedException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    HuntEndedException()
    {
        super("the hunt was interrupted");
    }
}
