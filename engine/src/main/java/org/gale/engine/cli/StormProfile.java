package org.gale.engine.cli;

import java.util.List;
import org.gale.engine.script.Nearest;

/**
 * A kind of traffic, for people.
 *
 * @param name    what {@code --profile} takes
 * @param traffic what it injects, lines of text
 * @param basis   where that comes from, lines of text
 */
record StormProfile(String name, List<String> traffic, List<String> basis)
{
    /** All that there are, the default first. */
    static final List<StormProfile> ALL = List.of(new StormProfile("default",
        List.of(
            "16 VMs of 4 VPEs, each VPE resident on a PE of its own. Every VM has 4,096 LPIs, from 4 devices",
            "of 1,024 events; priorities over 32 values, targets over the VM's VPEs. Closed loop: the events of",
            "all VMs in a shuffled order, again and again, an event anew only when its last one was delivered."),
        List.of(
            "Synthetic; no workload looks like it. Nothing merges, so that every interrupt offered costs",
            "a delivery, and it measures the machine and not the arrivals.")));

    /** Names of all profiles. */
    static List<String> names()
    {
        return ALL.stream().map(StormProfile::name).toList();
    }

    /**
     * The profile of a name.
     *
     * @throws CommandFailure if there is none, naming the nearest
     */
    static StormProfile of(final String name)
    {
        return ALL.stream().filter(profile -> profile.name().equals(name)).findFirst().orElseThrow(
            () -> new CommandFailure(ExitCode.USAGE, "no profile '" + name + "'" + Nearest.hint(name, names()) +
                " ('gale profiles' lists them)"));
    }
}
