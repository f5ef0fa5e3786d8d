package org.gale.engine.storm.profile;

import java.util.List;
import org.gale.engine.storm.run.StormProfile;
import org.gale.engine.storm.run.StormProfiles;
import org.gale.engine.storm.setting.SettingValues;
import org.gale.engine.storm.setting.StormConfig;
import org.gale.engine.storm.setting.StormSettings;

/** All profiles of this version. */
public final class Profiles
{
    private static final StormProfile DEFAULT = new ResidentProfile("default",
        List.of(
            "16 VMs of 4 VPEs, each VPE resident on a PE of its own. Every VM has 4,096 LPIs, from 4 devices",
            "of 1,024 events; priorities over 32 values, targets over the VM's VPEs. Closed loop: the events of",
            "all VMs in a shuffled order, again and again, an event anew only when its last one was delivered."),
        List.of(
            "Synthetic; no workload resembles it. Nothing merges, so that every interrupt offered costs",
            "a delivery, and it measures the machine and not the arrivals."),
        StormConfig.DEFAULT, 0);
    private static final StormProfile LPI_STRESS = new ResidentProfile("lpi-stress",
        List.of(
            "One VM of 16 vCPUs ({vpes}), each resident on a PE of its own, and 16 devices ({devices}) of 16",
            "events ({events}). LPIs of one priority, to the vCPUs by turns; of each device the next event by",
            "turns, 10,000 times all of them ({.iterations}). Guests acknowledge and deactivate, nothing else.",
            "Closed loop: an event anew only when its last one was delivered, so that none merges."),
        List.of(
            "The shape of tools/testing/selftests/kvm/arm64/vgic_lpi_stress.c in Linux, with its knobs",
            "-v -d -e -i, in one of the settings for which the series that brought it gives rates (merge of",
            "kvm-arm64/lpi-xa-cache, lore.kernel.org/r/20240422200158.2606761-20-oliver.upton@linux.dev).",
            "There each device has a thread, which does not wait for delivery, and nobody counts deliveries."),
        StormConfig.DEFAULT.with(SettingValues.NONE.with(StormSettings.VMS, 1L).with(StormSettings.VPES, 16L)
            .with(StormSettings.DEVICES, 16L).with(StormSettings.EVENTS, 16L)
            .with(StormSettings.DURATION, StormConfig.DURATION_UNLIMITED_NS)
            .with(StormSettings.COUNT, StormConfig.COUNT_UNLIMITED)
            .with(StormSettings.PATTERN, StormConfig.Pattern.ROUND_ROBIN)), 10_000);

    /** All profiles, the default first. */
    public static final StormProfiles ALL = new StormProfiles(
        List.of(DEFAULT, LPI_STRESS, new OvercommitProfile(), new DirectProfile()));

    private Profiles()
    {
    }
}
