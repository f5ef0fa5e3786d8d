package org.gale.engine.storm.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.config.NearestName;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.Place;

/**
 * Comparison of choices that a host has, under the traffic of a job in the jar. Immutable.
 *
 * @param profile name by which users ask for it
 * @param keys    headings of the choices
 */
public record WhatIf(String profile, List<String> keys)
{
    private static final WhatIf DIRECT = new WhatIf("direct", List.of("policy", "pool", "toggles"));
    private static final WhatIf OVERCOMMIT = new WhatIf("overcommit", List.of("slice", "poll"));
    private static final List<WhatIf> ALL = List.of(DIRECT, OVERCOMMIT);

    private static final String POLICY = "machine.injection.policy";
    private static final String POOL_BITS = "machine.injection.vpeid-bits";
    private static final String TOGGLES = "machine.injection.toggles";
    private static final String SLICE = "machine.scheduler.slice";
    private static final String POLL = "costs.poll";
    private static final String PER_VCPU = "per-vcpu";
    private static final List<String> POLICIES = List.of(PER_VCPU, "all-or-nothing", "first-come", "none");
    private static final String SOME_TOGGLES = "1/10k";
    private static final String NO_TOGGLES = "0";
    private static final List<String> SLICES = List.of("500us", "3ms", "10ms");
    private static final List<String> POLLS = List.of("0us", "200us", "1ms");

    /**
     * Run of a comparison.
     *
     * @param choices texts of the choices, in the order of the keys
     * @param values  of keys of the job, by their paths
     */
    public record Choice(List<String> choices, Map<String, String> values)
    {
    }

    /**
     * Returns the comparison of a name.
     *
     * @param option by which it is asked for, for messages
     * @throws JobException if there is none
     */
    public static WhatIf of(final String profile, final String option)
    {
        final List<String> names = ALL.stream().map(WhatIf::profile).toList();

        return ALL.stream().filter(one -> one.profile.equals(profile)).findFirst().orElseThrow(
            () -> new JobException(Place.ofOption(option), "'" + profile + "' has no choices to compare" +
                NearestName.hint(profile, names) + " (try gale storm " + String.join(" or ", names) + ')'));
    }

    /** Returns the name of the job in the jar. */
    String file()
    {
        return "what-if-" + profile + ".yaml";
    }

    /**
     * Returns the runs.
     *
     * @param vcpus of the host
     */
    public List<Choice> runs(final int vcpus)
    {
        return equals(DIRECT) ? ofInjection(vcpus) : ofScheduling();
    }

    /** Returns a run for each policy and size of the pool, and one that switches vCPUs while messages come. */
    private static List<Choice> ofInjection(final int vcpus)
    {
        final int all = Integer.SIZE - Integer.numberOfLeadingZeros(vcpus - 1);
        final List<Integer> pools = List.of(1, Math.max(1, all - 2), Math.max(1, all - 1), all);
        final List<Choice> runs = new ArrayList<>();
        for (final String policy : POLICIES)
        {
            pools.stream().distinct().forEach(bits -> runs.add(injection(policy, bits, NO_TOGGLES)));
        }
        runs.add(injection(PER_VCPU, all, SOME_TOGGLES));

        return runs;
    }

    private static Choice injection(final String policy, final int bits, final String toggles)
    {
        final Map<String, String> values = new LinkedHashMap<>();
        values.put(POLICY, policy);
        values.put(POOL_BITS, Integer.toString(bits));
        values.put(TOGGLES, toggles);

        return new Choice(List.of(policy, Integer.toString(1 << bits), toggles), values);
    }

    private static List<Choice> ofScheduling()
    {
        final List<Choice> runs = new ArrayList<>();
        for (final String slice : SLICES)
        {
            for (final String poll : POLLS)
            {
                final Map<String, String> values = new LinkedHashMap<>();
                values.put(SLICE, slice);
                values.put(POLL, poll);
                runs.add(new Choice(List.of(slice, poll), values));
            }
        }

        return runs;
    }
}
