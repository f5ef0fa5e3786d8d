package org.gale.engine.storm.profile;

import org.gale.engine.config.MachineKeys;
import org.gale.engine.storm.scenario.MachineSettings;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VmShape;

/** Rules of the keys of a machine that storms do not decide. Pure functions. */
final class MachineRules
{
    private MachineRules()
    {
    }

    /**
     * Refuses priority bits by which guests of the wall clock would not find lines and timers first.
     *
     * @param own settings of which some may be chosen
     * @throws SettingException if there are too few for the storm
     */
    static void checkClock(final StormConfig config, final SettingValues own)
    {
        final int bits = MachineSettings.machine(config.value(StormSettings.PES), own).value(MachineKeys.PRI_BITS);
        if (bits < MachineKeys.PRI_BITS.defaultValue() && !config.isVirtual() &&
            config.shape().groups().stream().anyMatch(MachineRules::takesFirst))
        {
            throw new SettingException(MachineSettings.of(MachineKeys.PRI_BITS), bits,
                " makes other interrupts as urgent as lines and timers, which guests take first on the wall clock ",
                "(leave it out, or try ", StormSettings.CLOCK, " virtual)");
        }
    }

    private static boolean takesFirst(final VmShape group)
    {
        return group.devices().stream().map(device -> device.stream().model())
            .anyMatch(model -> model != null && (model.isOfLines() || model.timers(group.vpes()) > 0));
    }
}
