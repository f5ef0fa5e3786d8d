package org.gale.engine.storm.answer;

import java.util.Map;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.WhatIf;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.VariedJob;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HostTest
{
    private final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);

    @Test
    void shouldScaleTheRateOfPackets()
    {
        final Host host = of(jobs.varied(WhatIf.of("direct", "test"), Assignments.NONE));

        assertEquals(Map.of("vms.web.devices.nic.traffic.rate", "200000"), host.scaled(2));
        assertEquals(Map.of("vms.web.devices.nic.traffic.rate", "50000"), host.scaled(0.5));
        assertEquals(Map.of(), host.scaled(1));
    }

    @Test
    void shouldScaleTheRatesOfOpenStreams()
    {
        final Host host = of(jobs.varied("late-and-loud", System.in, Assignments.NONE));

        final Map<String, String> values = host.scaled(0.5);

        assertEquals(host.shape().groups().size(), values.size(), values.toString());
        assertTrue(values.keySet().stream().allMatch(path -> path.endsWith(".traffic.rate")), values.toString());
    }

    private Host of(final VariedJob job)
    {
        return Host.of(jobs.plan(job.readOver("test", Map.of("clock", "virtual")), job.source(), SettingValues.NONE,
            Spelling.NAMES));
    }
}
