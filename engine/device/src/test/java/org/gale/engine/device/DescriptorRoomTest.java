package org.gale.engine.device;

import java.util.List;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.JobParser;
import org.gale.engine.storm.scenario.JobReader;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DescriptorRoomTest
{
    private static final String JOB = "job: two\nvms: [{name: vm, count: 1, devices: " +
        "[{name: d, count: 2, events: 64, traffic: {kind: closed}}]}]\n";

    private final DeviceJob job = DeviceJob.msix(
        JobReader.read(JobParser.parse(JOB, "job.yaml"), JobProfiles.ALL.forms(), Assignments.NONE), "job.yaml");

    private void check(final String limit)
    {
        DescriptorRoom.check(job, List.of(
            "Limit                     Soft Limit", "Max open files            " + limit + "     1048576    files "));
    }

    @Test
    void shouldRefuseAJobWhoseVectorsAndMapsMayNotBeOpen()
    {
        final OutcomeException ex = assertThrows(OutcomeException.class, () -> check("2563"));

        assertEquals(Outcome.RESOURCES, ex.outcome());
        assertTrue(ex.getMessage().contains("may need 2,564 (try ulimit -n 2564)"), ex.getMessage());
    }

    @Test
    void shouldTakeAJobWithRoom()
    {
        assertDoesNotThrow(() -> check("2564"));
        assertDoesNotThrow(() -> check("unlimited"));
        assertDoesNotThrow(() -> DescriptorRoom.check(job));
    }
}
