package org.gale.engine.storm.profile;

/** Actions of one kind that are due some times a second. What is missed is not caught up. One thread. */
final class ActionsByTime
{
    private static final double NS_PER_S = 1e9;

    private final long intervalNs;
    private long nextNs;
    private boolean isStarted;
    private long past;

    /** @param perS how often a second; 0 for never */
    ActionsByTime(final long perS)
    {
        this.intervalNs = perS == 0 ? 0 : Math.max(1, Math.round(NS_PER_S / perS));
    }

    /** Returns whether the action is due. The first one is due at once. */
    boolean isDue(final long nowNs)
    {
        return intervalNs != 0 && (!isStarted || nowNs - nextNs >= 0);
    }

    /** Says that the action is taken. */
    void take(final long nowNs)
    {
        past = isStarted ? due(nowNs) : 1;
        nextNs = isStarted && nowNs - nextNs < intervalNs ? nextNs + intervalNs : nowNs + intervalNs;
        isStarted = true;
    }

    /** Returns how many actions were due from the first one up to a time, those that were missed included. */
    long due(final long nowNs)
    {
        return isStarted && nowNs - nextNs >= 0 ? past + 1 + (nowNs - nextNs) / intervalNs : past;
    }
}
