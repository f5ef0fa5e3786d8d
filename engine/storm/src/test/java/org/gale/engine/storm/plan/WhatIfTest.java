package org.gale.engine.storm.plan;

import java.util.List;
import java.util.Map;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VariedJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WhatIfTest
{
    private static final String OPTION = "--what-if";

    @Test
    void shouldCompareSlicesPollingAndPreemptionWithTheOwnSetting()
    {
        final List<WhatIf.Choice> choices = WhatIf.ofScheduling();

        assertEquals(19, choices.size());
        assertEquals(Map.of(), choices.get(0).values());
        assertEquals(List.of("500us", "0us", "tail"), choices.get(1).labels());
        assertEquals("{machine.scheduler.slice=10ms, costs.poll=1ms, machine.scheduler.enqueue=preempt}",
            choices.get(18).values().toString());
    }

    @ParameterizedTest
    @CsvSource({"direct, 15000", "overcommit, 50000"})
    void shouldHaveAVirtualJobWithDevicesInEachGroup(final String profile, final long events)
    {
        final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);
        final VariedJob job = jobs.varied(WhatIf.of(profile, OPTION), Assignments.NONE);
        final StormPlan plan =
            jobs.plan(job.read(OPTION, Map.of()), job.source(), SettingValues.NONE, Spelling.NAMES);

        assertTrue(plan.config().isVirtual());
        assertEquals(events, plan.config().value(StormSettings.COUNT));
        plan.config().shape().groups().forEach(group -> assertFalse(group.devices().isEmpty(), group.name()));
    }

    @Test
    void shouldPlanEachChoice()
    {
        final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);
        final VariedJob job = jobs.varied(WhatIf.of("overcommit", OPTION), Assignments.NONE);

        WhatIf.ofScheduling().forEach(choice -> assertTrue(jobs.plan(
            job.read(OPTION, choice.values()), job.source(), SettingValues.NONE, Spelling.NAMES).config().isVirtual()));
    }

    @Test
    void shouldNameTheQuestionsWhenThereIsNoneOfAName()
    {
        final JobException ex = assertThrows(JobException.class, () -> WhatIf.of("drect", OPTION));

        assertTrue(ex.getMessage().contains("did you mean 'direct'?"), ex.getMessage());
    }
}
