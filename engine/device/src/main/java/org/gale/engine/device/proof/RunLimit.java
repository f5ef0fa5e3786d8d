package org.gale.engine.device.proof;

/**
 * Limit of a run: a number of requests, a time from the first of them, or neither. What comes behind it is served, but
 * not counted. Owner: the answering thread.
 */
public final class RunLimit
{
    /** Limit that there is none. */
    public static final long NONE = Long.MAX_VALUE;

    private final long count;
    private final long durationNs;
    private long requests;
    private long firstNs = NONE;
    private boolean isEnded;

    /**
     * Makes the limit of one run.
     *
     * @param count      of requests; {@link #NONE} for no limit
     * @param durationNs from the first one, ns; {@link #NONE} for no limit
     */
    public RunLimit(final long count, final long durationNs)
    {
        this.count = count;
        this.durationNs = durationNs;
    }

    /** Counts a request, and returns whether it belongs to the run. */
    public boolean take(final long nowNs)
    {
        firstNs = Math.min(firstNs, nowNs);
        if (isOver(nowNs))
        {
            return false;
        }
        requests++;

        return true;
    }

    /** Returns whether the run takes no more requests. */
    public boolean isOver(final long nowNs)
    {
        return isEnded || requests >= count || (firstNs != NONE && nowNs - firstNs >= durationNs);
    }

    /** Returns whether the run was ended. */
    public boolean isEnded()
    {
        return isEnded;
    }

    /** Ends the run before its limit. */
    public void end()
    {
        isEnded = true;
    }

    /** Returns the requests of the run. */
    public long requests()
    {
        return requests;
    }
}
