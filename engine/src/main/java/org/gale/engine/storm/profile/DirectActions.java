package org.gale.engine.storm.profile;

import org.gale.engine.storm.scenario.ActionRate;
import org.gale.engine.storm.scenario.SettingValues;

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
     * @throws org.gale.engine.storm.scenario.SettingException if the policy admits none of the toggles
     */
    static DirectActions of(final SettingValues own)
    {
        return new DirectActions(DirectSettings.toggles(own), own.valueOrDefault(DirectSettings.MOVES),
            own.valueOrDefault(DirectSettings.LEGACY));
    }
}
