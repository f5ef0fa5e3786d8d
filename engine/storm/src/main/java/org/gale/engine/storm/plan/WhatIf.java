package org.gale.engine.storm.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.config.NearestName;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.Place;

/**
 * Question about a host that has a job in the jar. Immutable.
 *
 * @param profile  name by which users ask it
 * @param isDirect true of a question about direct injection, false of one about scheduling
 */
public record WhatIf(String profile, boolean isDirect)
{
    /** Keys of the choices that a scheduler has. */
    public static final List<String> SCHEDULING = List.of("slice", "poll", "enqueue");

    /** Profiles whose VMs boot in the order of the job in the first lines of an answer. */
    private static final List<String> LISTED = List.of("larger-than-pool", "late-and-loud");
    private static final List<WhatIf> ALL = List.of(new WhatIf("direct", true),
        new WhatIf("overcommit", false));
    private static final String SLICE = "machine.scheduler.slice";
    private static final String ENQUEUE = "machine.scheduler.enqueue";
    private static final String POLL = "costs.poll";
    private static final List<String> SLICES = List.of("500us", "3ms", "10ms");
    private static final List<String> POLLS = List.of("0us", "200us", "1ms");
    private static final List<String> ENQUEUES = List.of("tail", "preempt");

    /**
     * Choice of a question about scheduling.
     *
     * @param labels texts of the choices, in the order of {@link #SCHEDULING}
     * @param values of keys of the job, by their paths
     */
    public record Choice(List<String> labels, Map<String, String> values)
    {
    }

    /**
     * Returns the question of a name.
     *
     * @param option by which it is asked, for messages
     * @throws JobException if there is none
     */
    public static WhatIf of(final String profile, final String option)
    {
        final List<String> names = ALL.stream().map(WhatIf::profile).toList();

        return ALL.stream().filter(one -> one.profile.equals(profile)).findFirst().orElseThrow(
            () -> new JobException(Place.ofOption(option), "'" + profile + "' has no choices to compare" +
                NearestName.hint(profile, names) + " (try gale storm " + String.join(" or ", names) +
                ", or a job of your own)"));
    }

    /** Returns whether the first lines of the answer for a job are of the order in which it lists its VMs. */
    public static boolean isListed(final String job)
    {
        return LISTED.contains(job);
    }

    /** Returns the name of the job in the jar. */
    String file()
    {
        return "what-if-" + profile + ".yaml";
    }

    /** Returns the choices of a scheduler; the own setting of the job first. */
    public static List<Choice> ofScheduling()
    {
        final List<Choice> choices = new ArrayList<>();
        choices.add(new Choice(List.of("own", "own", "own"), Map.of()));
        for (final String slice : SLICES)
        {
            for (final String poll : POLLS)
            {
                for (final String enqueue : ENQUEUES)
                {
                    final Map<String, String> values = new LinkedHashMap<>();
                    values.put(SLICE, slice);
                    values.put(POLL, poll);
                    values.put(ENQUEUE, enqueue);
                    choices.add(new Choice(List.of(slice, poll, enqueue), values));
                }
            }
        }

        return choices;
    }
}
