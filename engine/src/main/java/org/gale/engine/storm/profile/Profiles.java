package org.gale.engine.storm;

import java.util.List;
import org.gale.engine.config.NearestName;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;

/**
 * A kind of traffic, for people.
 *
 * @param name    what {@code --profile} takes
 * @param traffic what it injects, lines of text
 * @param basis   where that comes from, lines of text
 * @param config  the storm, as far as no option says otherwise
 * @param rounds  how often each event is offered where no option says how long; 0 if the configuration says it
 */
public record StormProfile(String name, List<String> traffic, List<String> basis, StormConfig config, long rounds)
{
    private static final StormProfile DEFAULT = new StormProfile("default",
        List.of(
            "16 VMs of 4 VPEs, each VPE resident on a PE of its own. Every VM has 4,096 LPIs, from 4 devices",
            "of 1,024 events; priorities over 32 values, targets over the VM's VPEs. Closed loop: the events of",
            "all VMs in a shuffled order, again and again, an event anew only when its last one was delivered."),
        List.of(
            "Synthetic; no workload looks like it. Nothing merges, so that every interrupt offered costs",
            "a delivery, and it measures the machine and not the arrivals."),
        StormConfig.DEFAULT, 0);
    private static final StormProfile LPI_STRESS = new StormProfile("lpi-stress",
        List.of(
            "One VM of 16 vCPUs (--vpes), each resident on a PE of its own, and 16 devices (--devices) of 16",
            "events (--events). LPIs of one priority, to the vCPUs by turns; of each device the next event by",
            "turns, 10,000 times all of them (-C iterations). Guests acknowledge and deactivate, nothing else.",
            "Closed loop: an event anew only when its last one was delivered, so that none merges."),
        List.of(
            "The shape of tools/testing/selftests/kvm/arm64/vgic_lpi_stress.c in Linux, with its knobs",
            "-v -d -e -i, in one of the settings for which the series that brought it gives rates (merge of",
            "kvm-arm64/lpi-xa-cache, lore.kernel.org/r/20240422200158.2606761-20-oliver.upton@linux.dev).",
            "There each device has a thread, which does not wait for delivery, and nobody counts deliveries."),
        new StormConfig(1, 16, 16, 256, 16, 16, 0, true, StormConfig.DURATION_UNLIMITED_NS,
            StormConfig.COUNT_UNLIMITED, 1, 16, 0, StormConfig.Pattern.ROUND_ROBIN), 10_000);

    /** All that there are, the default first. */
    public static final List<StormProfile> ALL = List.of(DEFAULT, LPI_STRESS);

    /** Names of all profiles. */
    public static List<String> names()
    {
        return ALL.stream().map(StormProfile::name).toList();
    }

    /**
     * The profile of a name.
     *
     * @throws OutcomeException if there is none, naming the nearest
     */
    public static StormProfile of(final String name)
    {
        return ALL.stream().filter(profile -> profile.name().equals(name)).findFirst().orElseThrow(
            () -> new OutcomeException(Outcome.USAGE, "no profile '" + name + "'" + NearestName.hint(name, names()) +
                " ('gale profiles' lists them)"));
    }
}
