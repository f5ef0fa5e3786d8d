package org.gale.engine.storm.plan;

import java.util.List;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.VariedJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WhatIfTest
{
    private static final String OPTION = "--what-if";
    private static final int VCPUS = 64;

    @Test
    void shouldCompareFourPoliciesWithFourPoolsAndOneThatSwitches()
    {
        final List<WhatIf.Choice> runs = WhatIf.of("direct", OPTION).runs(VCPUS);

        assertEquals(17, runs.size());
        assertEquals("[per-vcpu, 2, 0] [per-vcpu, 16, 0] [per-vcpu, 32, 0] [per-vcpu, 64, 0] [all-or-nothing, 2, 0]",
            String.join(" ", runs.stream().limit(5).map(run -> run.choices().toString()).toList()));
        assertEquals(List.of("per-vcpu", "64", "1/10k"), runs.get(16).choices());
        assertEquals("{machine.injection.policy=none, machine.injection.vpeid-bits=6, machine.injection.toggles=0}",
            runs.get(15).values().toString());
    }

    @Test
    void shouldNotRunAPoolTwice()
    {
        assertEquals(9, WhatIf.of("direct", OPTION).runs(4).size());
    }

    @Test
    void shouldCompareSlicesAndPolling()
    {
        assertEquals(9, WhatIf.of("overcommit", OPTION).runs(VCPUS).size());
    }

    @ParameterizedTest
    @ValueSource(strings = { "direct", "overcommit" })
    void shouldHaveAJobThatEachRunPlans(final String profile)
    {
        final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);
        final WhatIf whatIf = WhatIf.of(profile, OPTION);
        final VariedJob job = jobs.varied(whatIf, Assignments.NONE);

        for (final WhatIf.Choice choice : whatIf.runs(VCPUS))
        {
            final StormPlan plan = jobs.plan(
                job.read(OPTION, choice.values()), job.source(), SettingValues.NONE, Spelling.NAMES);
            assertTrue(plan.config().isVirtual());
        }
    }

    @Test
    void shouldRefuseAProfileWithoutChoices()
    {
        assertEquals("--what-if: 'default' has no choices to compare (try gale storm direct or overcommit)",
            assertThrows(JobException.class, () -> WhatIf.of("default", OPTION)).lines().get(0));
    }

    @Test
    void shouldRefuseAKeyThatHasAValueAlready()
    {
        final Assignments assigned =
            Assignments.of("--set", List.of("machine.injection.policy=none"));
        final VariedJob job = new JobPlanner(JobProfiles.ALL).varied(WhatIf.of("direct", OPTION), assigned);

        assertEquals("--what-if machine.injection.policy: has a value already, by --set", assertThrows(
            JobException.class, () -> job.read(OPTION, WhatIf.of("direct", OPTION).runs(VCPUS).get(0).values()))
            .lines().get(0));
    }
}
