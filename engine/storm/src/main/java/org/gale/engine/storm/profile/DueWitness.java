package org.gale.engine.storm.profile;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Second count of actions that are due some times a second, beside {@link ActionsByTime}: by the whole intervals since
 * the action from which they count, which is the last one that came after another one was missed. One thread.
 */
final class DueWitness
{
    private static final BigDecimal SECOND_NS = BigDecimal.TEN.pow(9);

    private final long intervalNs;
    private boolean isStarted;
    private long anchorNs;
    private long takenSince;
    private long dueBefore;

    /** @param perS how often a second; 0 for never */
    DueWitness(final long perS)
    {
        intervalNs = perS == 0 ? Long.MAX_VALUE :
            SECOND_NS.divide(BigDecimal.valueOf(perS), 0, RoundingMode.HALF_UP).max(BigDecimal.ONE).longValue();
    }

    /** Notes an action. */
    void taken(final long nowNs)
    {
        takenSince++;
        if (!isStarted || (nowNs - anchorNs) / intervalNs > takenSince)
        {
            dueBefore = due(nowNs);
            dueBefore -= isStarted ? 1 : 0;
            anchorNs = nowNs;
            takenSince = 0;
            isStarted = true;
        }
    }

    /** Returns how many actions were due from the first one up to a time. */
    long due(final long nowNs)
    {
        return isStarted ? dueBefore + 1 + Math.max(takenSince, (nowNs - anchorNs) / intervalNs) : 0;
    }
}
