package org.gale.engine.storm.topology;

import org.gale.engine.storm.setting.StormConfig;
import org.gale.engine.storm.setting.StormSettings;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.memory.Mix;

/** Spread of the LPIs of a storm over priorities and VPEs, as its pattern and seed say. Immutable. */
public final class LpiSpread
{
    private static final int LOWEST_PRIORITY = 31;
    /** Priority of all LPIs: 0xa0 in the eight bits of a GICv3, which is what software gives them by default. */
    private static final int ONE_PRIORITY = 0xa0 >> 3;
    private static final int VPE_SHIFT = 16;

    private final Topology topology;
    private final boolean isRoundRobin;
    private final long seed;

    /** Makes the spread of a storm. */
    public LpiSpread(final StormConfig config, final Topology topology)
    {
        this.topology = topology;
        this.isRoundRobin = config.value(StormSettings.PATTERN) == StormConfig.Pattern.ROUND_ROBIN;
        this.seed = config.value(StormSettings.SEED);
    }

    /**
     * Returns the entry that an LPI of a VM starts with: enabled, edge, with its priority and VPE.
     *
     * @return the encoded {@code L2_ISTE}
     */
    public int entry(final int vm, final int lpi)
    {
        final int vpes = topology.vpes(vm);
        if (isRoundRobin)
        {
            return entryOf(ONE_PRIORITY, lpi % vpes);
        }
        final long drawn = Mix.of(Mix.of(seed, vm), lpi);

        return entryOf((int)drawn & LOWEST_PRIORITY, (int)Long.remainderUnsigned(drawn >>> VPE_SHIFT, vpes));
    }

    private static int entryOf(final int priority, final int vpeId)
    {
        return L2Iste.withIaffid(L2Iste.withPriority(L2Iste.withEnable(0, true), priority), vpeId);
    }
}
