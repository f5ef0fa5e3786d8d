package org.gale.engine.storm.topology;

import org.gale.engine.storm.setting.StormConfig;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.memory.Mix;

/** Spread of the LPIs of a storm over priorities and VPEs. Pure functions of the configuration. */
public final class LpiSpread
{
    private static final int LOWEST_PRIORITY = 31;
    /** Priority of all LPIs: 0xa0 in the eight bits of a GICv3, which is what software gives them by default. */
    private static final int ONE_PRIORITY = 0xa0 >> 3;

    private LpiSpread()
    {
    }

    /**
     * Returns the entry that an LPI of a VM starts with: enabled, edge, its priority and VPE as the storm's pattern
     * says.
     *
     * @return the encoded {@code L2_ISTE}
     */
    public static int entry(final StormConfig config, final int vmId, final int lpiId)
    {
        if (config.pattern() == StormConfig.Pattern.ROUND_ROBIN)
        {
            return L2Iste.withIaffid(L2Iste.withPriority(L2Iste.withEnable(0, true), ONE_PRIORITY),
                lpiId % config.vpes());
        }
        final long drawn = Mix.of(Mix.of(config.seed(), vmId), lpiId);
        final int vpeId = (int)Long.remainderUnsigned(drawn >>> 16, config.vpes());

        return L2Iste.withIaffid(
            L2Iste.withPriority(L2Iste.withEnable(0, true), (int)drawn & LOWEST_PRIORITY), vpeId);
    }
}
