package org.gale.engine.storm.law;

import org.gale.engine.storm.model.SenderModel;

/** Model that counts nothing, and whose vCPUs go on at once. */
abstract class IdleModel implements SenderModel
{
    @Override
    public long completions()
    {
        return 0;
    }

    @Override
    public long sent()
    {
        return 0;
    }

    @Override
    public long ticksHigh()
    {
        return 0;
    }

    @Override
    public long acted()
    {
        return 0;
    }

    @Override
    public String brokenLaw()
    {
        return null;
    }

    @Override
    public boolean needsHandler(final int event)
    {
        return false;
    }

    @Override
    public void running(final long nowNs, final int vpe, final boolean runs)
    {
        // Nothing follows.
    }

    @Override
    public boolean keepsPe(final long nowNs, final int vpe)
    {
        return false;
    }
}
