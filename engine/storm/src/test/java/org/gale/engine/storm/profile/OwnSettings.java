package org.gale.engine.storm.profile;

import java.util.List;
import java.util.stream.Stream;
import org.gale.engine.storm.scenario.MachineSettings;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;

/** Settings of the profiles of this package, read from words such as {@code version=4.0}. */
final class OwnSettings
{
    private static final List<Setting<?>> ALL = Stream.concat(DirectSettings.ALL.stream(), Stream.of(
        DirectSettings.DIRECT, DirectSettings.VCPUS, DirectSettings.VPEIDS, OvercommitSettings.SLICE,
        MachineSettings.KVM, OvercommitSettings.IRSEN, OvercommitSettings.ENQUEUE,
        HostRules.QUEUES, HostRules.HOST_IRQS, HostRules.HOUSEKEEPING, HostRules.VMOVP, HostRules.VPE_TABLES)).toList();

    private OwnSettings()
    {
    }

    /** Returns the values of some words, of which later ones replace earlier ones; none for an empty text. */
    static SettingValues of(final String words)
    {
        SettingValues own = SettingValues.NONE;
        for (final String word : words.isEmpty() ? new String[0] : words.split(" ", -1))
        {
            final String[] parts = word.split("=", -1);
            final Setting<?> setting =
                ALL.stream().filter(known -> known.name().equals(parts[0])).findFirst().orElseThrow();
            own = own.withText(setting, parts[1]);
        }

        return own;
    }
}
