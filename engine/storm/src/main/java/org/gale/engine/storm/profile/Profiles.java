package org.gale.engine.storm.profile;

import java.util.List;
import java.util.function.Function;

/** All profiles of this version: their texts and workloads. The storm that each makes by default is a job's. */
public final class Profiles
{
    private static final List<String> DEFAULT_TRAFFIC = List.of(
        "16 VMs of 4 VPEs, each VPE resident on its own PE. Every VM has 4,096 LPIs, from 4 devices",
        "of 1,024 events; priorities over 32 values, targets over the VM's VPEs. Closed loop: the events of",
        "all VMs in a shuffled order, again and again, an event again only when its last one was delivered.");
    private static final List<String> DEFAULT_BASIS = List.of(
        "Synthetic; no workload resembles it. Nothing merges, so that every interrupt offered costs",
        "a delivery, and it measures the machine and not the arrivals.");
    private static final List<String> LPI_STRESS_TRAFFIC = List.of(
        "One VM of 16 vCPUs ({vpes}), each resident on its own PE, and 16 devices ({devices}) of 16",
        "events ({events}). LPIs of one priority, to the vCPUs by turns; of each device the next event by",
        "turns, 10,000 times all of them ({.iterations}). Guests acknowledge and deactivate, nothing else.",
        "Closed loop: an event again only when its last one was delivered, so that none merges.");
    private static final List<String> LPI_STRESS_BASIS = List.of(
        "The shape of tools/testing/selftests/kvm/arm64/vgic_lpi_stress.c in Linux, with its knobs",
        "-v -d -e -i, in one of the settings for which the series that brought it gives rates (merge of",
        "kvm-arm64/lpi-xa-cache, lore.kernel.org/r/20240422200158.2606761-20-oliver.upton@linux.dev).",
        "There each device has a thread, which does not wait for delivery, and nobody counts deliveries.");

    private Profiles()
    {
    }

    /**
     * Returns all profiles, the default first.
     *
     * @param jobs gives the defaults of a name
     */
    public static List<StormProfile> of(final Function<String, ProfileDefaults> jobs)
    {
        return List.of(
            new ResidentProfile("default", DEFAULT_TRAFFIC, DEFAULT_BASIS, jobs),
            new ResidentProfile("lpi-stress", LPI_STRESS_TRAFFIC, LPI_STRESS_BASIS, jobs),
            new OvercommitProfile(jobs), new DirectProfile(jobs), new MsixProfile(jobs));
    }
}
