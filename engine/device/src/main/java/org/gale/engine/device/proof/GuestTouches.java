package org.gale.engine.device.proof;

/**
 * Accesses of a guest to its device. A guest that accesses the device in each second is alive: what it does not consume
 * meanwhile is lost, not late. Owner: the answering thread.
 */
public final class GuestTouches
{
    private static final long SECOND_NS = 1_000_000_000;

    private long lastNs = Long.MIN_VALUE / 2;
    private long steadySinceNs = Long.MIN_VALUE / 2;
    private long ranNs = Long.MIN_VALUE / 2;
    private long runningSinceNs = Long.MIN_VALUE / 2;

    /** Notes an access. */
    public void touch(final long nowNs)
    {
        if (nowNs - lastNs > SECOND_NS)
        {
            steadySinceNs = nowNs;
        }
        lastNs = nowNs;
    }

    /** Notes that the device runs, which it does many times a second unless its host stands still. */
    public void run(final long nowNs)
    {
        if (nowNs - ranNs > SECOND_NS)
        {
            runningSinceNs = nowNs;
        }
        ranNs = nowNs;
    }

    /** Returns whether the device itself has not stood still since a time. */
    boolean hasRunSince(final long fromNs)
    {
        return runningSinceNs <= fromNs;
    }

    /** Returns whether the guest has accessed the device in each second from a time until now. */
    public boolean isSteady(final long fromNs, final long nowNs)
    {
        return steadySinceNs - fromNs <= SECOND_NS && nowNs - lastNs <= SECOND_NS;
    }
}
