package org.gale.engine.storm.profile;

import org.gale.engine.storm.scenario.ActionRate;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.topology.Topology;

/**
 * Actions between the events of a storm of functions, by their rates.
 *
 * @param masks     of vectors and functions, each of which ends with an unmask
 * @param retargets of vectors to another message
 * @param plugs     of functions
 */
record MsixRates(ActionRate masks, ActionRate retargets, ActionRate plugs)
{
    /**
     * Returns the rates that settings ask for.
     *
     * @param isVirtual true for a storm on the virtual clock, whose operators divide them themselves
     */
    static MsixRates of(final SettingValues own, final Topology topology, final boolean isVirtual)
    {
        final ActionRate masks = own.valueOrDefault(MsixSettings.MASKS);
        final ActionRate retargets = own.valueOrDefault(MsixSettings.RETARGETS);
        final ActionRate plugs = own.valueOrDefault(MsixSettings.PLUGS);

        return isVirtual ? new MsixRates(masks, retargets, plugs) : new MsixRates(DirectActions.part(masks, topology),
            DirectActions.part(retargets, topology), DirectActions.part(plugs, topology));
    }

    /** Returns the rate of the steps of masks. */
    ActionRate steps()
    {
        return new ActionRate(MsixActions.STEPS * masks.count(), masks.events());
    }

    /** Returns the rate of the steps of plugs. */
    ActionRate plugSteps()
    {
        return new ActionRate(FunctionPlug.STEPS * plugs.count(), plugs.events());
    }
}
