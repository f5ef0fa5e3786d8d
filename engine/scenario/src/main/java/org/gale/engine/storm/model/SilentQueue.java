package org.gale.engine.storm.model;

/** Seam of a queue at which nobody counts. Immutable. */
public class SilentQueue implements QueueSeam
{
    /** Seam for all queues at which nobody counts. */
    public static final QueueSeam NONE = new SilentQueue();

    /** Makes a seam. */
    public SilentQueue()
    {
        // It keeps nothing.
    }

    @Override
    public void submitted(final int count)
    {
        // Nobody counts.
    }

    @Override
    public void posted(final int count)
    {
        // Nobody counts.
    }

    @Override
    public void taken(final int count)
    {
        // Nobody counts.
    }

    @Override
    public void claimed(final int request)
    {
        // Nobody counts.
    }

    @Override
    public void gap(final int source, final long ns)
    {
        // Nobody counts.
    }

    @Override
    public void seeded(final int source, final long seed)
    {
        // Nobody counts.
    }

    @Override
    public void armed(final long ns)
    {
        // Nobody counts.
    }

    @Override
    public void expired(final int source)
    {
        // Nobody counts.
    }

    @Override
    public void moderated(final long periodNs, final int packets)
    {
        // Nobody counts.
    }

    @Override
    public void timed(final int request, final long ns)
    {
        // Nobody counts.
    }

    @Override
    public void timeOver(final int request)
    {
        // Nobody counts.
    }
}
