package org.gale.engine.agent;

/**
 * Group-commit policy of the engine agent. Waiting frames are forced once the lanes have been empty for 1/32 of the
 * duration of the last force. More commands are then not likely to arrive in a time that is short beside a force. Where
 * frames are acknowledged without a force, none wait. Owned by the engine's thread.
 */
final class GroupCommit
{
    private static final int PATIENCE_SHIFT = 5;

    private long busyNs;

    /** Notes when the engine last had work, by its clock. */
    void worked(final long nowNs)
    {
        busyNs = nowNs;
    }

    /**
     * Returns whether the waiting frames are to be forced, now that the lanes are empty.
     *
     * @param forceNs duration of the last force, ns; 0 to wait for nothing
     */
    boolean isDue(final long nowNs, final long forceNs)
    {
        assert forceNs >= 0 : forceNs;

        return nowNs - busyNs >= forceNs >> PATIENCE_SHIFT;
    }
}
