package org.gale.engine.cli.storm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.NodeFile;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Storms on a board of several IRSs and ITSs whose process died, and which are resumed. */
class BoardResumeTest
{
    private static final long COUNT = 20_000;

    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    /** Two of three events of the storm's own are MSI_LONG commands, which a resume counts for their streams. */
    @ParameterizedTest(name = "{0} after {1} frames")
    @CsvSource({"gicv5, 1", "gicv5, 5", "gicv5, 30", "kvm, 2", "kvm, 20", "kvm, 41"})
    @Tag("P6")
    @Tag("P7")
    @Tag("P11")
    void shouldDeliverEveryInterruptOfTheWhole(final String kind, final long frames) throws IOException
    {
        final Path left = directory.resolve("left");
        Storms.leave(left, plan("""
            job: board
            count: 20000
            machine: {pes: 4, irss: 2, itss: 3, iaffids: '1,0,257,256', irs.pes: '1,3', irs.1.pes: '0,2', kind: %s}
            vms:
              - {name: a, count: 2, vpes: 2, devices: [{name: d, count: 3, events: 64, traffic: {window: 64}}]}
            """.formatted(kind)), frames);
        final Path report = directory.resolve("report.json");

        assertEquals(ExitCode.OK,
            GaleRun.of(err, err, "storm", "--resume", left.toString(), "--json", report.toString()), err.toString());

        final JsonNode json = new ObjectMapper().readTree(report.toFile());
        assertEquals(COUNT, json.at("/accounting/delivered").asLong(), json::toString);
        assertEquals(0, json.at("/accounting/remainder").asLong());
        assertTrue(json.at("/host/replay/equal").asBoolean(), json::toString);
    }

    private static StormPlan plan(final String job)
    {
        final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);

        return jobs.plan(jobs.read(NodeFile.STDIN, new ByteArrayInputStream(job.getBytes(StandardCharsets.UTF_8)),
            Assignments.NONE), NodeFile.STDIN, SettingValues.NONE, Spelling.NAMES);
    }
}
