package org.gale.engine.storm.profile;

import java.util.stream.IntStream;
import org.gale.engine.storm.scenario.ActionRate;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.topology.Topology;

/**
 * Actions between the events of a storm of direct injection, by their rates.
 *
 * @param toggles  begins of transitions
 * @param moves    moves of events and vCPUs
 * @param isLegacy true if transitions follow the posted order
 */
record DirectActions(ActionRate toggles, ActionRate moves, boolean isLegacy)
{
    /**
     * Returns the rates that settings ask for.
     *
     * @param isVirtual true for a storm on the virtual clock, whose operators divide them themselves
     * @throws org.gale.engine.storm.scenario.SettingException if the policy admits none of the toggles
     */
    static DirectActions of(final SettingValues own, final Topology topology, final boolean isVirtual)
    {
        final ActionRate toggles = DirectSettings.toggles(own);
        final ActionRate moves = own.valueOrDefault(DirectSettings.MOVES);

        return new DirectActions(isVirtual ? toggles : part(toggles, topology),
            isVirtual ? moves : part(moves, topology), own.valueOrDefault(DirectSettings.LEGACY));
    }

    /** Returns the part of a rate that a share has: by events its own events are counted, by the clock its vCPUs. */
    static ActionRate part(final ActionRate rate, final Topology topology)
    {
        if (rate.isByEvents() || topology.share().isWhole())
        {
            return rate;
        }
        final long[] parts = topology.partitions().byVcpus(rate.count());

        return ActionRate.perSecond(IntStream.of(topology.partitions().of(topology.share()))
            .mapToLong(partition -> parts[partition]).sum());
    }
}
